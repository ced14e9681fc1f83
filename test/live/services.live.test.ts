import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, it } from 'vitest';
import { openEngines } from '../../src/compose/open-engines.ts';
import { openFiles } from '../../src/compose/open-files.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { filesContract } from '../../src/ports/files.contract.ts';
import { montageContract } from '../../src/ports/montage.contract.ts';
import type { OverlayPort } from '../../src/ports/overlay.ts';
import { overlayContract } from '../../src/ports/overlay.contract.ts';
import { pictureEditContract } from '../../src/ports/picture-edit.contract.ts';
import { pictureMakingContract } from '../../src/ports/picture-making.contract.ts';
import { speechContract } from '../../src/ports/speech.contract.ts';
import { talkingHeadContract } from '../../src/ports/talking-head.contract.ts';
import type { SlowPort } from '../../src/ports/work.ts';
import { createLocalSpeech } from '../../src/providers/local-speech/provider.ts';
import { createS3Files } from '../../src/providers/s3-files/provider.ts';
import { overPlate, scaledTo } from '../support/cast-pictures.ts';
import { assetsFolder } from '../support/cast-portrait.ts';
import { openHeadRequests } from '../support/head-requests.ts';
import { walkingHead } from '../support/walking-head.ts';
import { type LivePartName, livePlan } from './live-plan.ts';
import { livePurse } from './live-purse.ts';

const folder = mkdtempSync(join(tmpdir(), 'live-'));
const { config, capUsd, parts } = livePlan({ ...process.env, DATA_DIR: join(folder, 'data') });
const ffmpeg = await resolveFfmpeg(config.ffmpeg, silentLog);
const { lend, canLend } = await openFiles(config, silentLog);
const engines = openEngines(config, { ffmpeg, log: silentLog, assetsFolder, lend, canLend });
const local = createLocalSpeech({ ffmpeg });
const requests = openHeadRequests();
const purse = livePurse(capUsd);
const spending = () => purse.spending();
const close = async () => undefined;
afterAll(async () => {
  process.stdout.write(`\nSent, by the adapters' estimates: $${purse.spentUsd.toFixed(3)}\n`);
  requests.close();
  await Promise.all([engines.close(), local.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a suite, or says why not. */
async function part(name: LivePartName, run: () => void | Promise<void>): Promise<void> {
  const because = parts.find((one) => one.name === name)?.skippedBecause;
  if (because === undefined) await run();
  else it(name, ({ skip }) => skip(because));
}

await part('files', () => {
  if (config.files.kind !== 's3') throw new Error('a plan without a bucket');
  const { kind: _, ...bucket } = config.files;
  let doors = 0;
  filesContract(
    'the bucket',
    async () =>
      await createS3Files({ ...bucket, cacheFolder: join(folder, `door-${doors++}`), log: silentLog }),
    async (url) => {
      const answer = await fetch(url);
      return { ok: answer.ok, text: await answer.text() };
    },
  );
});

await part('speech', async () => {
  const { speech } = engines.ports;
  const [english] = await speech.voices('en');
  const [russian] = await speech.voices('ru');
  if (!english || !russian) throw new Error('The account has no voice for English or Russian.');
  speechContract(speech.adapter.name, {
    create: async () => speech,
    spending,
    cases: [
      { language: 'en', voiceId: english.id, text: 'I tried 3 creams 🎁. This one is only $9.99!' },
      { language: 'ru', voiceId: russian.id, text: 'Скидка 50% сегодня 🎁! Крем за 1500 руб.' },
    ],
    mistypedVoiceId: `${english.id.slice(0, -1)}${english.id.endsWith('x') ? 'y' : 'x'}`,
    expectedNearest: english.id,
    ffmpegPath: ffmpeg.path,
  });
});

await part('montage', () => {
  const { montage } = engines.ports;
  montageContract(montage.adapter.name, { create: async () => montage, ffmpegPath: ffmpeg.path, spending });
});

await part('pictures', () => {
  const { pictureEdit, pictureMaking } = engines.ports;
  pictureEditContract(pictureEdit.adapter.name, async () => ({
    port: pictureEdit,
    portrait: scaledTo(await overPlate('timur'), 540).toBuffer('image/png'),
    prompts: { en: 'put a red hat on him', ru: 'надень на него красную шапку' },
    refusedPrompt: undefined,
    spending,
    close,
  }));
  if (!pictureMaking) throw new Error('a plan without the service');
  pictureMakingContract(pictureMaking.adapter.name, async () => ({
    port: pictureMaking,
    refusedPrompt: undefined,
    spending,
    close,
  }));
});

/** The suite of what may be local too knows nothing of money. */
function paid<Request, Result>(port: SlowPort<Request, Result>): SlowPort<Request, Result> {
  return {
    ...port,
    start: async (request, context) => await port.start(request, { ...context, spending: spending() }),
    status: async (operation, context) => await port.status(operation, context),
  };
}

await part('overlay', () => {
  const { overlay } = engines.ports;
  overlayContract(overlay.adapter.name, {
    create: async (): Promise<OverlayPort> => ({ ...overlay, ...paid(overlay) }),
    head: async () => {
      const { video, size, durationSeconds } = await walkingHead(ffmpeg, folder, 2);
      const path = join(folder, 'head.mp4');
      writeFileSync(path, video);
      const lent = requests.file(path, 'video/mp4');
      return { video: lent, matte: lent, size, durationSeconds };
    },
  });
});

await part('talking head', () => {
  const { head } = engines.ports;
  talkingHeadContract(head.adapter.name, async () => {
    const request = requests.of('sofia');
    const text = 'Mum bought a pie.';
    const work = { signal: AbortSignal.timeout(60_000), workFolder: folder, reportProgress: () => undefined };
    const [voice] = await local.voices('en');
    const speech = await local.synthesise({ text, language: 'en', voiceId: voice?.id ?? '', take: 0 }, work);
    const audio = requests.file(speech.audioPath, 'audio/wav');
    return { port: head, request: { ...request, speech: { audio, track: speech.track } }, spending, close };
  });
});
