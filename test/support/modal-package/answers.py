"""Prints what the deployed functions answer to everything that a job can come to, as JSON."""

import json
import pathlib
import sys

import modal
import ugc_overlay

ugc_overlay.RESULTS = pathlib.Path(sys.argv[1])
ended = {
    "running": TimeoutError(),
    "running, as modal says it": modal.exception.TimeoutError(),
    "expired": modal.exception.OutputExpiredError(),
    "too slow": modal.exception.FunctionTimeoutError(),
    "broken": RuntimeError("no memory left"),
    "failed": {"status": "failed", "error": "The video is a song."},
    "done": {"status": "success", "processing_time": 4.5, "place": "p", "name": "overlay.webm"},
    "put": {"status": "success", "processing_time": 4.5, "overlay_url": "https://kept.example/a.webm"},
}
told = {"submit": ugc_overlay.submit({"video_url": "https://files.example/a.mp4"})}
told["spawned"] = ugc_overlay.process.spawned
for name, ending in ended.items():
    modal.FunctionCall.ending = ending
    told[name] = [ugc_overlay.status("fc-1"), ugc_overlay.result("fc-1")]
told["process"] = ugc_overlay.process({"video_url": "https://files.example/a.mp4"})
told["commits"] = modal.Volume.commits
print(json.dumps(told))
