import { parentPort, workerData } from 'node:worker_threads';
import { EncodedPacketSink, FilePathSource, Input, type InputVideoTrack, MP4, QTFF, WEBM } from 'mediabunny';
import type { MediaFacts, MediaFactsAnswer, VideoFacts } from './media-facts.ts';

const ratePackets = 256;

async function readFacts(path: string): Promise<MediaFacts> {
  // These three alone: the reader would follow the addresses of a playlist if it knew the format.
  const input = new Input({ formats: [MP4, QTFF, WEBM], source: new FilePathSource(path) });
  try {
    const audio = await input.getPrimaryAudioTrack();
    const audioCodec = await audio?.getCodec();
    const video = await input.getPrimaryVideoTrack();
    return {
      hasVideo: video !== null,
      hasAudioTrack: audio !== null,
      ...(audioCodec && { audioCodec }),
      ...(video && { video: await readVideo(video) }),
    };
  } finally {
    input.dispose();
  }
}

async function readVideo(track: InputVideoTrack): Promise<VideoFacts> {
  const codec = await track.getCodec();
  const rate = await track.computeFrameRateMetrics({ targetPacketCount: ratePackets });
  const stats = await track.computePacketStats(ratePackets);
  const durationSeconds = (await track.computeDuration()) - Math.max(0, await track.getFirstTimestamp());
  return {
    ...(codec && { codec }),
    codedWidth: await track.getCodedWidth(),
    codedHeight: await track.getCodedHeight(),
    displayWidth: await track.getDisplayWidth(),
    displayHeight: await track.getDisplayHeight(),
    rotation: await track.getRotation(),
    durationSeconds,
    framesPerSecond: rate.bestGuessFrameRate,
    packets: stats.packetCount,
    highDynamicRange: await track.hasHighDynamicRange(),
    isWhole: await lastPictureIsThere(track),
  };
}

async function lastPictureIsThere(track: InputVideoTrack): Promise<boolean> {
  try {
    const last = await new EncodedPacketSink(track).getPacket(Number.POSITIVE_INFINITY);
    return last !== null && last.data.byteLength === last.byteLength && last.byteLength > 0;
  } catch {
    return false;
  }
}

async function answer(path: string): Promise<MediaFactsAnswer> {
  try {
    return { facts: await readFacts(path) };
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.postMessage(await answer(String(workerData)));
