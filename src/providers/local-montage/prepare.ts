import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { enclosing } from '../../domain/geometry.ts';
import { clearOfFace } from '../../domain/montage/clear-of-face.ts';
import { evenBox } from '../../domain/montage/placement.ts';
import { type PersonShape, planVideo, type VideoPlan } from '../../domain/montage/video-plan.ts';
import { later } from '../../domain/subtitles/later.ts';
import { renderAss } from '../../domain/subtitles/render-ass.ts';
import type { SubtitleTrack } from '../../domain/subtitles/subtitle-track.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { stageInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import type { KnownShapes } from './known-shapes.ts';
import { drawMark } from './mark.ts';
import { personShape } from './person-shape.ts';
import { bustMask, circleMask, circleRing } from './pictures.ts';
import type { StagedVideo } from './staged-video.ts';
import type { VideoFiles } from './video-command.ts';
import type { SubtitleFiles } from './video-graph.ts';

export interface Workplace {
  readonly ffmpeg: Ffmpeg;
  /** The product's own assets; `fonts/` is read from it. */
  readonly assetsFolder: string;
  readonly shapes: KnownShapes;
  /** Telegram's limit for bots unless it is given. */
  readonly sentBytes?: number;
  readonly request: MontageRequest;
  readonly context: WorkContext;
}

export interface PreparedVideo {
  readonly plan: VideoPlan;
  readonly files: VideoFiles;
  readonly missingGlyphs: readonly string[];
}

const subtitlesFile = 'subtitles.ass';
const subtitlesPartFile = 'subtitles-part.ass';
const fontsFolder = 'fonts';

/** Puts every file that the picture needs into the work folder and plans what to do with them. */
export async function prepareVideo(place: Workplace): Promise<PreparedVideo> {
  const { request } = place;
  const staged = await stageVideos(place);
  const person = await shownPerson(place, staged);
  const bare = planVideo(request, person);
  const track = request.subtitles && clearOfFace(request.subtitles, bare, request.head.faceBox);
  const subtitles = await writeSubtitles(place, bare, track);
  const mark = drawMark(bare, request, track, place.assetsFolder);
  const plan: VideoPlan = { ...bare, ...(mark && { mark: mark.plan }) };
  const pictures = await writePictures(place, plan, mark?.picture);
  const { head, background, intro, outro, matte, alphaVideo } = staged;
  return {
    plan,
    missingGlyphs: subtitles?.missingGlyphs ?? [],
    files: {
      head,
      ...pictures,
      ...(subtitles?.files && { subtitles: subtitles.files }),
      ...(plan.background && background && { background }),
      ...(intro && { intro }),
      ...(outro && { outro }),
      ...(plan.cut?.source === 'matte' && matte && { matte }),
      ...(plan.cut?.source === 'alpha' && alphaVideo && { alphaVideo }),
    },
  };
}

async function shownPerson(
  place: Workplace,
  { matte, alphaVideo }: StagedVideos,
): Promise<PersonShape | undefined> {
  const { overlay, head } = place.request;
  if (overlay?.kind === 'matte' && matte) {
    const look = () => personShape(placeOf(place), matte, 'matte', head.size);
    return await place.shapes.of(overlay.matte, head.size, look);
  }
  if (overlay?.kind === 'alpha-video' && alphaVideo) {
    const look = () => personShape(placeOf(place), alphaVideo, 'alpha', head.size);
    return await place.shapes.of(overlay.video, head.size, look);
  }
  return undefined;
}

export function placeOf({ ffmpeg, context }: Workplace) {
  return { ffmpeg, folder: context.workFolder, signal: context.signal };
}

export async function stage(place: Workplace, name: string, file: InputFile): Promise<StagedVideo> {
  await stageInput(place.context.workFolder, name, file.path);
  return { name, mime: file.mime };
}

interface StagedVideos {
  readonly head: StagedVideo;
  readonly background: StagedVideo | undefined;
  readonly intro: StagedVideo | undefined;
  readonly outro: StagedVideo | undefined;
  readonly matte: StagedVideo | undefined;
  readonly alphaVideo: StagedVideo | undefined;
}

async function stageVideos(place: Workplace): Promise<StagedVideos> {
  const { head, background, intro, outro, overlay } = place.request;
  return {
    head: await stage(place, 'head', head.video),
    background: background && (await stage(place, 'background', background.video)),
    intro: intro && (await stage(place, 'intro', intro.video)),
    outro: outro && (await stage(place, 'outro', outro.video)),
    matte: overlay?.kind === 'matte' ? await stage(place, 'matte', overlay.matte) : undefined,
    alphaVideo: overlay?.kind === 'alpha-video' ? await stage(place, 'alpha', overlay.video) : undefined,
  };
}

interface WrittenSubtitles {
  /** Left out where nothing can be drawn. */
  readonly files?: SubtitleFiles;
  readonly missingGlyphs: readonly string[];
}

async function writeSubtitles(
  { context, assetsFolder }: Workplace,
  plan: VideoPlan,
  ofSpeech: SubtitleTrack | undefined,
): Promise<WrittenSubtitles | undefined> {
  if (!ofSpeech || ofSpeech.cues.length === 0) return undefined;
  const track = later(ofSpeech, plan.join.bodyStartSeconds);
  const { ass, missingGlyphs, boxes, changes } = renderAss(track, plan.frame);
  const drawn = boxes.flatMap(({ cueIndex, box }) => {
    const cue = track.cues[cueIndex];
    return cue ? [{ box, cue }] : [];
  });
  if (drawn.length === 0) return { missingGlyphs };
  const at = evenBox(enclosing(drawn.map(({ box }) => box)), plan.frame);
  await writeFile(join(context.workFolder, subtitlesFile), ass);
  await writeFile(join(context.workFolder, subtitlesPartFile), renderAss(track, plan.frame, at).ass);
  await stageInput(context.workFolder, fontsFolder, join(assetsFolder, 'fonts'));
  const span = {
    startSeconds: Math.min(...drawn.map(({ cue }) => cue.startSeconds)),
    endSeconds: Math.max(...drawn.map(({ cue }) => cue.endSeconds)),
  };
  return {
    files: {
      fileName: subtitlesFile,
      fontsFolder,
      part: { fileName: subtitlesPartFile, at, span, changes },
    },
    missingGlyphs,
  };
}

async function writePictures(
  { context }: Workplace,
  { cut, ringAt }: VideoPlan,
  mark: Buffer | undefined,
): Promise<Pick<VideoFiles, 'mark' | 'circleMask' | 'ring' | 'feather'>> {
  const write = async (name: string, picture: Buffer): Promise<string> => {
    await writeFile(join(context.workFolder, name), picture);
    return name;
  };
  return {
    ...(mark && { mark: await write('mark.png', mark) }),
    ...(cut?.source === 'circle' && { circleMask: await write('mask.png', circleMask(cut.at.width)) }),
    ...(cut?.edge && { feather: await write('bust.png', bustMask(cut, cut.edge)) }),
    ...(cut && ringAt && { ring: await write('ring.png', circleRing(cut.at.width, ringAt)) }),
  };
}
