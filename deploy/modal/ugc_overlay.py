"""The overlay server of UGC Bot on Modal: submit, status and result as functions, the work by Node.

Deployed from the project's folder: modal deploy deploy/modal/ugc_overlay.py
"""

import json
import pathlib
import re
import secrets
import shutil
import subprocess
import time

import modal

RESULTS = pathlib.Path("/results")
KEPT_SECONDS = 3600
# A job ends by itself before Modal ends it, so that somebody is told why.
JOB_SECONDS = 840

app = modal.App("ugc-overlay")
image = modal.Image.from_dockerfile(
    "deploy/modal/Dockerfile", context_dir=".", add_python="3.12"
).uv_pip_install("fastapi[standard]")
results = modal.Volume.from_name("ugc-overlay-results", create_if_missing=True)


# The built-in engine works on the CPU. For one that wants a GPU: gpu="L4".
@app.function(
    image=image,
    cpu=4,
    memory=4096,
    timeout=JOB_SECONDS + 60,
    max_containers=4,
    scaledown_window=60,
    volumes={str(RESULTS): results},
)
def process(job: dict) -> dict:
    """Never throws: what went wrong is an answer too."""
    place = RESULTS / secrets.token_urlsafe(24)
    command = ["node", "/app/bin/ugc.js", "overlay-server", "--once", str(place), "--json"]
    try:
        run = subprocess.run(
            command, input=json.dumps(job), capture_output=True, text=True, timeout=JOB_SECONDS
        )
    except subprocess.TimeoutExpired:
        return {"status": "failed", "error": f"It took more than {JOB_SECONDS} s."}
    told = last_event(run.stdout)
    if told.get("event") != "overlay":
        return {"status": "failed", "error": told.get("message", "The program ended without a word.")}
    done = {"status": "success", "processing_time": told["processingSeconds"]}
    if "putAt" in told:
        return {**done, "overlay_url": told["putAt"]}
    results.commit()
    return {**done, "place": place.name, "name": pathlib.Path(told["file"]).name}


def last_event(output: str) -> dict:
    lines = [line for line in output.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {}


@app.function(image=image)
@modal.fastapi_endpoint(method="POST", requires_proxy_auth=True)
def submit(data: dict) -> dict:
    return {"job_id": process.spawn(data).object_id, "status": "submitted"}


@app.function(image=image)
@modal.fastapi_endpoint(method="GET", requires_proxy_auth=True)
def status(job_id: str) -> dict:
    told = outcome(job_id)
    state = "completed" if told["status"] == "success" else told["status"]
    return {"job_id": job_id, "status": state, **({"error": told["error"]} if "error" in told else {})}


@app.function(image=image)
@modal.fastapi_endpoint(method="GET", requires_proxy_auth=True)
def result(job_id: str) -> dict:
    told = outcome(job_id)
    place, name = told.pop("place", None), told.pop("name", None)
    if place:
        told["overlay_url"] = f"{file.get_web_url()}?place={place}&name={name}"
    return {"job_id": job_id, **told}


def outcome(job_id: str) -> dict:
    """What became of a job. The order of the exceptions matters: the first two are kinds of the third."""
    try:
        return dict(modal.FunctionCall.from_id(job_id).get(timeout=0))
    except modal.exception.OutputExpiredError:
        return {"status": "error", "error": "expired"}
    except modal.exception.FunctionTimeoutError:
        return {"status": "failed", "error": "It took too long."}
    except (TimeoutError, modal.exception.TimeoutError):
        return {"status": "processing"}
    except Exception as error:
        return {"status": "failed", "error": str(error)[:500]}


# Without a token: the bot fetches results as it fetches them from anywhere, by a link that nobody guesses.
@app.function(image=image, volumes={str(RESULTS): results})
@modal.fastapi_endpoint(method="GET")
def file(place: str, name: str):
    from fastapi import HTTPException
    from fastapi.responses import FileResponse

    types = {"overlay.webm": "video/webm", "overlay.mov": "video/quicktime"}
    if not re.fullmatch(r"[\w-]{32}", place, re.ASCII) or name not in types:
        raise HTTPException(404, "There is no such file.")
    results.reload()
    path = RESULTS / place / name
    if not path.is_file():
        raise HTTPException(404, "There is no such file; results are kept for an hour.")
    return FileResponse(path, media_type=types[name])


@app.function(image=image, schedule=modal.Period(hours=1), volumes={str(RESULTS): results})
def sweep() -> None:
    results.reload()
    for place in RESULTS.iterdir():
        if time.time() - place.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(place, ignore_errors=True)
    results.commit()
