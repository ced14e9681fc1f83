/** A video in the working folder. */
export interface StagedVideo {
  readonly name: string;
  readonly mime: string;
}

/** ffmpeg's own VP9 decoder throws the alpha channel away. */
export function alphaDecoder(video: StagedVideo): string[] {
  return video.mime === 'video/webm' ? ['-c:v', 'libvpx-vp9'] : [];
}
