/**
 * Tries the subtitle meters on clips made here: every theme over plain, bright and noisy backgrounds in Russian and
 * English, then clips with planted faults, which must fail. `node tools/quality/subtitle-trials.ts [--all] [theme …]`:
 * each theme takes one background a language, with `--all` every background.
 */
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FrameFormat, frameOfAspect } from '../../src/domain/ad/ad.ts';
import type { SpeechTrack, SpeechWord } from '../../src/domain/speech/speech.ts';
import { cuesFromSpeech } from '../../src/domain/subtitles/cues-from-speech.ts';
import { subtitleFonts } from '../../src/domain/subtitles/fonts.ts';
import { renderAss } from '../../src/domain/subtitles/render-ass.ts';
import { subtitleThemeNames } from '../../src/domain/subtitles/subtitle-theme.ts';
import type { SubtitleTrack } from '../../src/domain/subtitles/subtitle-track.ts';
import { runProcess } from '../../src/platform/process/run-process.ts';
import { measureSubtitles, type SubtitleMeasures } from './subtitle-meters.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';
const fontFolder = fileURLToPath(new URL('../../assets/fonts', import.meta.url));
const frame = frameOfAspect['9:16'];

const scripts = {
  ru: 'Кожа изменилась за 2 недели! 🔥 Скидка 50 % только до пятницы: всего 1990 рублей — попробуй.',
  en: "My skin looks amazing! 🔥 Get 50% off with the code “GLOW” before Friday — link's in the bio.",
} as const;

const backgrounds = {
  plain: 'color=0x3b5068',
  bright: 'color=0xf4efe8',
  noisy: 'color=0x808080,scale=270:480,noise=alls=80:allf=t,scale=1080:1920',
} as const;

type Language = keyof typeof scripts;
type Background = keyof typeof backgrounds;

/** Words paced as a voice would: some 14 characters a second, a pause after punctuation. */
function pacedSpeech(text: string, language: string): SpeechTrack {
  let at = 0.23;
  const words = [...text.matchAll(/\S+/g)].map((match): SpeechWord => {
    const startSeconds = at;
    const endSeconds = at + 0.09 + 0.057 * match[0].length;
    at = endSeconds + (/[.!?]$/.test(match[0]) ? 0.37 : /[,:—]$/.test(match[0]) ? 0.19 : 0.013);
    return { text: match[0], from: match.index, to: match.index + match[0].length, startSeconds, endSeconds };
  });
  return { text, language, voiceId: 'paced', durationSeconds: at + 0.3, words, timing: 'estimated' };
}

interface Clip {
  readonly language: Language;
  readonly background: Background;
  readonly durationSeconds: number;
  /** None: the clip without subtitles. */
  readonly ass?: string;
  readonly fonts?: string;
}

let clipCount = 0;
const folder = join(tmpdir(), `subtitle-trials-${process.pid}`);

async function render({ background, durationSeconds, ass, fonts = fontFolder }: Clip): Promise<string> {
  const name = `clip-${clipCount++}`;
  if (ass) await writeFile(join(folder, `${name}.ass`), ass);
  const [source = '', ...filters] = backgrounds[background].split(',');
  const input = `${source}:s=${frame.width}x${frame.height}:r=${frame.framesPerSecond}:d=${durationSeconds}`;
  const chain = [...filters, ...(ass ? [`ass=${name}.ass:fontsdir=${fonts}`] : []), 'format=yuv420p'].join(
    ',',
  );
  const path = join(folder, `${name}.mp4`);
  await runProcess(
    ffmpegPath,
    ['-nostdin', '-v', 'error', '-y', '-f', 'lavfi', '-i', input, '-vf', chain].concat([
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-crf',
      '21',
      path,
    ]),
    { cwd: folder, env: trialEnv, timeoutMs: 300_000 },
  );
  return path;
}

const trialEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', FONTCONFIG_FILE: '/nonexistent' };

function trackFor(
  text: string,
  language: Language,
  theme: string,
): { track: SubtitleTrack; durationSeconds: number } {
  const speech = pacedSpeech(text, language);
  const cues = cuesFromSpeech(speech, { frame, theme });
  return { track: { cues, theme, position: 'bottom' }, durationSeconds: speech.durationSeconds };
}

function report(name: string, measures: SubtitleMeasures): void {
  const text = measures.text ? `${(measures.text.characterErrorRate * 100).toFixed(1)} %` : 'not measured';
  const start = measures.worstStartErrorFrames?.toFixed(2) ?? 'never';
  const safe = `${(measures.insideSafeArea * 100).toFixed(2)} %`;
  console.log(
    `${name.padEnd(34)} wrong ${text.padStart(6)}  start ${start}  inside ${safe}  ${measures.failures.join(' ')}`,
  );
  for (const cue of measures.text?.worstCues ?? []) console.log(`    ${cue.expected}  →  ${cue.read}`);
}

/** Each theme in each language over one background, or over all of them. */
async function tryThemes(themes: readonly string[], allBackgrounds: boolean): Promise<boolean> {
  let passed = true;
  const names = Object.keys(backgrounds) as Background[];
  for (const [row, language] of (['ru', 'en'] as const).entries()) {
    for (const [column, background] of names.entries()) {
      const chosen = themes.filter(
        (_theme, index) => allBackgrounds || (index + row) % names.length === column,
      );
      if (chosen.length === 0) continue;
      const { durationSeconds } = trackFor(scripts[language], language, 'light');
      const without = await render({ language, background, durationSeconds });
      for (const theme of chosen) {
        const { track } = trackFor(scripts[language], language, theme);
        const ass = renderAss(track, frame).ass;
        const withSubtitles = await render({ language, background, durationSeconds, ass });
        const measures = await measureSubtitles({
          ffmpegPath,
          withSubtitles,
          without,
          track,
          frame,
          language,
          fontFolder,
        });
        report(`${language} ${background} ${theme}`, measures);
        passed &&= measures.failures.length === 0;
        await rm(withSubtitles);
      }
      await rm(without);
    }
  }
  return passed;
}

interface PlantedFault {
  readonly name: string;
  /** What is really drawn, where `track` is what should be. */
  readonly spoil: (track: SubtitleTrack) => { ass: string; fonts?: string };
  readonly caughtBy: RegExp;
}

const shifted = (track: SubtitleTrack, frames: number): SubtitleTrack => ({
  ...track,
  cues: track.cues.map((cue) => ({
    ...cue,
    startSeconds: cue.startSeconds + frames / frame.framesPerSecond,
    endSeconds: cue.endSeconds + frames / frame.framesPerSecond,
    words: cue.words.map((word) => ({
      ...word,
      startSeconds: word.startSeconds + frames / frame.framesPerSecond,
    })),
  })),
});

/** Moves every event by so many pixels. */
function moved(ass: string, down: number, right: number, { height }: FrameFormat): string {
  return ass.replace(/\\pos\(([\d.]+),([\d.]+)\)/g, (_all, x: string, y: string) => {
    return `\\pos(${Number(x) + right},${Math.min(height, Number(y) + down)})`;
  });
}

const faults: readonly PlantedFault[] = [
  { name: '3 frames late', spoil: (track) => renderAss(shifted(track, 3), frame), caughtBy: /frames off/ },
  { name: '3 frames early', spoil: (track) => renderAss(shifted(track, -3), frame), caughtBy: /frames off/ },
  {
    name: 'below the safe area',
    spoil: (track) => ({ ass: moved(renderAss(track, frame).ass, 60, 0, frame) }),
    caughtBy: /outside the safe area/,
  },
  {
    name: 'under the buttons',
    spoil: (track) => ({ ass: moved(renderAss(track, frame).ass, 0, 300, frame) }),
    caughtBy: /outside the safe area/,
  },
  {
    name: 'one wrong letter',
    spoil: (track) => ({ ass: renderAss(track, frame).ass.replaceAll('развод', 'разгод') }),
    caughtBy: /read back wrong/,
  },
  {
    name: 'a cue left out',
    spoil: (track) => renderAss({ ...track, cues: track.cues.slice(0, -1) }, frame),
    caughtBy: /never appears/,
  },
];

async function tryFaults(): Promise<boolean> {
  const [language, background] = ['ru', 'plain'] as const;
  const { track, durationSeconds } = trackFor('Я думала, это очередной развод.', language, 'light');
  const without = await render({ language, background, durationSeconds });
  const judge = async (drawn: { ass: string; fonts?: string }) => {
    const { ass, fonts } = drawn;
    const withSubtitles = await render({
      language,
      background,
      durationSeconds,
      ass,
      ...(fonts && { fonts }),
    });
    return await measureSubtitles({
      ffmpegPath,
      withSubtitles,
      without,
      track,
      frame,
      language,
      fontFolder: fonts ?? fontFolder,
    });
  };
  let passed = (await judge(renderAss(track, frame))).failures.length === 0;
  console.log(`control: the sound clip ${passed ? 'passes' : 'FAILS'}`);
  for (const fault of faults) {
    const { failures } = await judge(fault.spoil(track));
    const caught = failures.some((failure) => fault.caughtBy.test(failure));
    console.log(`control: ${fault.name.padEnd(24)} ${caught ? 'caught' : 'MISSED'}: ${failures.join(' ')}`);
    passed &&= caught;
  }
  const withoutCyrillic = join(folder, 'no-cyrillic');
  await mkdir(withoutCyrillic, { recursive: true });
  await copyFile(
    join(fontFolder, subtitleFonts.emoji.fileName),
    join(withoutCyrillic, subtitleFonts.emoji.fileName),
  );
  const { failures } = await judge({ ass: renderAss(track, frame).ass, fonts: withoutCyrillic });
  const caught = failures.some((failure) => /Glyphs are missing|not bundled/.test(failure));
  console.log(
    `control: ${'a font without Cyrillic'.padEnd(24)} ${caught ? 'caught' : 'MISSED'}: ${failures.join(' ')}`,
  );
  return passed && caught;
}

await mkdir(folder, { recursive: true });
try {
  const named = process.argv.slice(2).filter((name) => name !== '--all');
  const themes = named.length > 0 ? named : subtitleThemeNames;
  const themesPass = await tryThemes(themes, process.argv.includes('--all'));
  const faultsCaught = await tryFaults();
  process.exitCode = themesPass && faultsCaught ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
