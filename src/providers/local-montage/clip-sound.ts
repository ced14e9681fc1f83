import { joinSound } from '../../domain/montage/join-sound.ts';
import type { JoinedClip } from '../../domain/montage/join-plan.ts';
import { type MixRequest, mixSound } from '../../domain/montage/mix.ts';
import { planSound, type SoundPlan } from '../../domain/montage/sound-plan.ts';
import { isAppError } from '../../kernel/errors.ts';
import type { Bookend } from '../../ports/montage.ts';
import { type PreparedVideo, placeOf, stage, type Workplace } from './prepare.ts';
import { type BodySoundRequest, clipSound, readBodySound, type Stereo, writeSound } from './sound.ts';
import type { StagedVideo } from './staged-video.ts';

export interface FinishedSound {
  readonly file: string;
  readonly warnings: readonly string[];
}

/** The whole clip's sound as a file in the work folder; what can't be read of the user's own sounds is left out, and said. */
export async function makeSound(place: Workplace, prepared: PreparedVideo): Promise<FinishedSound> {
  const warnings: string[] = [];
  const body = mixSound(await soundOfBody(place, prepared, warnings));
  const { join } = prepared.plan;
  const finished =
    join.intro || join.outro
      ? joinSound({ body, ...(await soundOfBookends(place, prepared, warnings)) }, join)
      : body;
  return { file: await writeSound(placeOf(place), finished), warnings };
}

/** How loud a mixer elsewhere is to play each part; what can't be read of the user's own sounds is left out, and said. */
export async function planClipSound(
  place: Workplace,
  prepared: PreparedVideo,
): Promise<{ readonly plan: SoundPlan; readonly warnings: readonly string[] }> {
  const warnings: string[] = [];
  const body = await soundOfBody(place, prepared, warnings);
  const bookends = await soundOfBookends(place, prepared, warnings);
  return { plan: planSound({ ...body, ...bookends }), warnings };
}

async function soundOfBookends(place: Workplace, { plan, files }: PreparedVideo, warnings: string[]) {
  const { intro, outro } = place.request;
  const own = async (name: string, bookend?: Bookend, file?: StagedVideo, joined?: JoinedClip) =>
    bookend && file && joined && (await soundOfBookend(place, name, { bookend, file, joined }, warnings));
  return {
    intro: await own('intro', intro, files.intro, plan.join.intro),
    outro: await own('outro', outro, files.outro, plan.join.outro),
  };
}

async function soundOfBody(
  place: Workplace,
  { plan, files }: PreparedVideo,
  warnings: string[],
): Promise<MixRequest> {
  const { request } = place;
  const speech = await stage(place, 'speech', request.speech.audio);
  const voiceAlone: BodySoundRequest = { speech, timeline: plan.timeline, join: plan.join };
  const hasBed = request.background?.probe.hasAudio && files.background && plan.background;
  if (!hasBed) return await readBodySound(placeOf(place), voiceAlone);
  try {
    const background = { file: files.background, plan: plan.background };
    return await readBodySound(placeOf(place), { ...voiceAlone, background });
  } catch (error) {
    if (!isAppError(error, 'process-failed')) throw error;
    // The voice that is left fails again if it was the voice.
    warnings.push("The background's sound could not be read; the clip has the voice alone.");
    return await readBodySound(placeOf(place), voiceAlone);
  }
}

interface ShownBookend {
  readonly bookend: Bookend;
  readonly file: StagedVideo;
  readonly joined: JoinedClip;
}

async function soundOfBookend(
  place: Workplace,
  name: string,
  { bookend, file, joined }: ShownBookend,
  warnings: string[],
): Promise<Stereo | undefined> {
  if (!bookend.ownSound || !bookend.probe.hasAudio) return undefined;
  try {
    return await clipSound(placeOf(place), file, joined.seconds);
  } catch (error) {
    if (!isAppError(error, 'process-failed')) throw error;
    warnings.push(`The ${name}'s sound could not be read; it is shown without it.`);
    return undefined;
  }
}
