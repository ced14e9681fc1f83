import type { FaceInspection, FaceMesh, MouthSample } from '../domain/face/face-mesh.ts';
import type { FaceTrack } from '../domain/face/face-track.ts';
import type { Box, Size } from '../domain/geometry.ts';
import type { AdapterIdentity, InputFile, WorkContext } from './work.ts';

export interface UprightPicture {
  /** PNG inside the work folder: upright, straight alpha kept, its longer side at most 2160 pixels. */
  readonly picturePath: string;
  readonly hasAlpha: boolean;
}

export interface PersonMatte {
  /** 8-bit grey PNG of the picture's size: 255 where the person is. */
  readonly mattePath: string;
}

export interface MouthReading {
  readonly video: InputFile;
  readonly framesPerSecond: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Where the face is, in pixels of the video; found by itself when absent. */
  readonly faceBox?: Box;
}

/** A video in which somebody speaks to the camera. */
export interface HeadVideo {
  readonly video: InputFile;
  /** As it is shown. */
  readonly size: Size;
  readonly durationSeconds: number;
}

export interface PersonMatteVideo {
  /** Of the frames, 0–1, those in which somebody was found. */
  readonly personShare: number;
  /**
   * Grey MP4 inside the work folder, in step with the video: white where the person is. May be smaller than the video. Its
   * key frames, four a second at least, tell by themselves where the person goes.
   */
  readonly mattePath: string;
  readonly warnings: readonly string[];
}

/**
 * Looks at pictures of people. Errors: `invalid-portrait` (not a readable picture, too large, too small),
 * `provider-unavailable`, `cancelled`, `timed-out`. How many faces there are is an answer, not an error.
 */
export interface FaceAnalysisPort {
  readonly adapter: AdapterIdentity;
  /** Decodes a user's picture in safety (JPEG, PNG, WebP), applies its EXIF orientation and bounds its size. */
  upright(picture: InputFile, context: WorkContext): Promise<UprightPicture>;
  inspect(uprightPicture: InputFile, context: WorkContext): Promise<FaceInspection>;
  /** A JPEG inside the work folder with the boxes drawn in: shows a user which faces are meant. */
  preview(
    uprightPicture: InputFile,
    boxes: readonly Box[],
    context: WorkContext,
  ): Promise<{ readonly picturePath: string }>;
  matte(uprightPicture: InputFile, face: FaceMesh, context: WorkContext): Promise<PersonMatte>;
  /** Where the face is in each frame of the video; a person without a visible face is no error but a warning. */
  trackFace(head: HeadVideo, context: WorkContext): Promise<FaceTrack>;
  /** Cuts the person out of a video that has a background, frame by frame. */
  matteVideo(head: HeadVideo, context: WorkContext): Promise<PersonMatteVideo>;
  /** The mouth as a camera sees it, frame by frame: how sync is measured from the finished file. */
  readMouth(reading: MouthReading, context: WorkContext): Promise<readonly MouthSample[]>;
}
