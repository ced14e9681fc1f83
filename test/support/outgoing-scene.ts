import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProductionNews } from '../../src/actions/productions/work-off-news.ts';
import type { RenderRequest } from '../../src/domain/montage/montage-status.ts';
import type { ProductionStatus } from '../../src/domain/production/production-status.ts';
import type { FlowEvent } from '../../src/flow/event.ts';
import { readEnvironment } from '../../src/platform/config/environment.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { createTestDatabase, type TestDatabase } from '../../src/platform/database/test-database.ts';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import type { FilesPort } from '../../src/ports/files.ts';
import { createTelegram } from '../../src/telegram/client.ts';
import { createChatPaces } from '../../src/telegram/outgoing/chat-paces.ts';
import type { OutgoingBot } from '../../src/telegram/outgoing/outgoing-bot.ts';
import { tellNews } from '../../src/telegram/outgoing/tell-news.ts';
import type { Presented } from '../../src/telegram/present-screen.ts';
import type { ProgressScreen } from '../../src/telegram/progress-screen.ts';
import type { SpeechScreen } from '../../src/telegram/speech-screen.ts';
import { type ApiCall, type BotApiStandIn, openBotApiStandIn } from './bot-api-stand-in.ts';
import { plainOrder } from './plain-order.ts';
import { makeTestVideo } from './test-video.ts';

/** A database and files, a Bot API that answers as it is told, and a bot whose person sees what a test says. */
export class OutgoingScene {
  static readonly personId = 'telegram:42';
  dispatched: FlowEvent[] = [];
  unreachable: string[] = [];
  /** What the person's conversation shows. */
  screen: (() => ProgressScreen | undefined) | undefined;
  /** What the next work in a person's turn waits for. */
  turn: (() => Promise<void>) | undefined;
  presented: Presented = { is: 'shown' };
  speechScreen: SpeechScreen | undefined;
  screenMessage: number | undefined;
  /** What the person asked for at once. */
  renders: RenderRequest | undefined;
  videoBytes = 1000;
  confirmedAt: Date | undefined = new Date();
  readonly database: TestDatabase;
  private readonly folder: string;
  private readonly ffmpeg: Ffmpeg;
  private stage: { readonly api: BotApiStandIn; readonly bot: OutgoingBot } | undefined;

  private constructor(database: TestDatabase, folder: string, ffmpeg: Ffmpeg) {
    this.database = database;
    this.folder = folder;
    this.ffmpeg = ffmpeg;
  }

  static async open(): Promise<OutgoingScene> {
    const folder = await mkdtemp(join(tmpdir(), 'outgoing-'));
    await makeTestVideo(folder, 'ad.mp4');
    const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);
    const args = ['-i', 'ad.mp4', '-frames:v', '1', '-vf', 'scale=-2:320', 'small.jpg'];
    await ffmpeg.run({ args, cwd: folder, timeoutMs: 20_000 });
    return new OutgoingScene(await createTestDatabase(), folder, ffmpeg);
  }

  async close(): Promise<void> {
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Anew, with another bot and nothing sent. */
  async begin(): Promise<void> {
    const api = await openBotApiStandIn();
    this.stage = { api, bot: this.openBot(api) };
    this.dispatched = [];
    this.unreachable = [];
    this.screen = undefined;
    this.turn = undefined;
    this.presented = { is: 'shown' };
    this.speechScreen = undefined;
    this.screenMessage = undefined;
    this.renders = undefined;
    this.videoBytes = 1000;
    this.confirmedAt = new Date();
  }

  async end(): Promise<void> {
    await this.api.close();
  }

  get api(): BotApiStandIn {
    if (!this.stage) throw new Error('The scene has not begun.');
    return this.stage.api;
  }

  get bot(): OutgoingBot {
    if (!this.stage) throw new Error('The scene has not begun.');
    return this.stage.bot;
  }

  sent(method: string): ApiCall[] {
    return this.api.calls.filter((call) => call.method === method);
  }

  async tell(productionId: string, news: ProductionNews['news'] = 'delivered'): Promise<void> {
    const failure = news === 'failed' ? { reason: 'timed-out' as const, details: {} } : undefined;
    const { personId } = OutgoingScene;
    const requestId = this.renders?.requestId;
    await tellNews(this.bot, createChatPaces(), { productionId, personId, news, requestId, failure });
  }

  async addProduction(state = 'delivered'): Promise<string> {
    const id = randomUUID();
    await this.database.pool.query(
      `insert into ugc.production (id, owner, fingerprint, "order", state, channel) values ($1, $2, $1::uuid::text, $3, $4, 'telegram')`,
      [id, OutgoingScene.personId, JSON.stringify(plainOrder), state],
    );
    return id;
  }

  /** What the person asked for at once, by what became of each. */
  askForRenders(states: readonly ProductionStatus['state'][]): RenderRequest {
    const clips = states.map((state, at) => ({
      ...this.statusOf(`clip-${at}`),
      ...{ state, template: 'circle' as const },
      ...(state !== 'delivered' && { video: undefined }),
    }));
    this.renders = { requestId: randomUUID(), sourceId: randomUUID(), clips };
    return this.renders;
  }

  async addRender(requestId: string, position = 0): Promise<string> {
    const id = await this.addProduction();
    await this.database.pool.query(
      'update ugc.production set request_id = $2, source_id = $2, request_position = $3 where id = $1',
      [id, requestId, position],
    );
    return id;
  }

  /** A production for each of its clips, in their order. */
  async addRenders({ requestId, sourceId, clips }: RenderRequest): Promise<string[]> {
    const ids: string[] = [];
    for (const at of clips.keys()) ids.push(await this.addRender(requestId, at));
    const request = { requestId, sourceId };
    const named = clips.map((clip, at) => ({ ...clip, productionId: ids[at] ?? '', request }));
    this.renders = { ...request, clips: named };
    return ids;
  }

  /** As its owner deletes it from the history. */
  deleteClip(productionId: string): void {
    if (!this.renders) return;
    const clips = this.renders.clips.filter((clip) => clip.productionId !== productionId);
    this.renders = { ...this.renders, clips };
  }

  albumMessage(id: number) {
    const video = { file_id: `file-${id}`, file_unique_id: 'u', width: 1, height: 1, duration: 1 };
    return { message_id: id, date: 1, chat: { id: 1, type: 'private' }, video };
  }

  async deliveryOf(productionId: string) {
    const { rows } = await this.database.pool.query(
      'select kind, state, attempts, repeats, message_id from ugc.delivery where production_id = $1',
      [productionId],
    );
    return rows[0];
  }

  private openBot(api: BotApiStandIn): OutgoingBot {
    const options = { token: `7000000000:${'A'.repeat(35)}`, apiRoot: api.apiRoot, log: silentLog };
    const { database, folder, ffmpeg } = this;
    const open = async (key: string) => ({
      path: join(folder, kept[key] ?? (key.includes('/clip-') ? 'ad.mp4' : key)),
      sha256: '',
      mime: '',
      bytes: 1,
    });
    const files = { open } as unknown as FilesPort;
    return {
      parts: { database, log: silentLog, files, ffmpeg, scratchFolder: join(folder, 'scratch') },
      telegram: createTelegram(options),
      hastyTelegram: createTelegram({ ...options, longestWaitSeconds: 0 }),
      botId: Math.floor(Math.random() * 1e9),
      words,
      keyboard: (rows) => ({
        inline_keyboard: rows.map((row) => row.map(({ text }) => ({ text, callback_data: '!again' }))),
      }),
      language: async () => 'en',
      renders: async (_person, requestId) =>
        requestId === this.renders?.requestId ? this.renders : undefined,
      status: async (_person, productionId) =>
        this.renders?.clips.find((clip) => clip.productionId === productionId) ?? this.statusOf(productionId),
      listenableSpeech: async () => ({ file: await open('ad.mp4'), contentKey: 'a/playable.m4a' }),
      videoLink: async () => new URL('http://localhost/files/a?signature=s'),
      markUnreachable: async (who) => this.unreachable.push(who),
      dispatch: async (_person, event) => {
        this.dispatched.push(event);
        return this.presented;
      },
      speechScreen: async () => this.speechScreen,
      screenMessage: async () => this.screenMessage,
      progressScreen: async () => this.screen?.(),
      inTurn: async (_person, work) => {
        const { turn } = this;
        this.turn = undefined;
        await turn?.();
        await work();
      },
    };
  }

  private statusOf(productionId: string): ProductionStatus {
    return {
      productionId,
      draftId: undefined,
      state: 'delivered',
      ...plainOrder,
      priceCredits: 1,
      createdAt: new Date(),
      confirmedAt: this.confirmedAt,
      failure: undefined,
      stage: undefined,
      fraction: 1,
      ahead: 0,
      speech: { audioKey: 'a/speech.wav', durationSeconds: 1.2 },
      video: {
        // Of a render one of its own.
        videoKey: productionId.startsWith('clip-') ? `a/${productionId}.mp4` : 'a/ad.mp4',
        coverKey: 'a/cover.jpg',
        durationSeconds: 1.2,
        bytes: this.videoBytes,
        width: 360,
        height: 640,
      },
    };
  }
}

const kept: Readonly<Record<string, string>> = { 'a/ad.mp4': 'ad.mp4', 'a/cover.jpg': 'small.jpg' };

const words: OutgoingBot['words'] = {
  speechCaption: () => ({ html: 'Listen' }),
  speechTrack: () => ({ title: 'Voice-over', performer: 'Sofia' }),
  videoCaption: () => ({ html: 'Your ad', rows: [[{ text: 'Again', anytime: { name: 'again' } }]] }),
  albumCaption: (clips) => `${clips.length} clips`,
  renderCaption: (clip) => ({ html: `The clip ${clip.template}` }),
  rendersTold: ({ clips }) => ({ html: `${clips.length} were asked for` }),
  failure: (status) => ({ html: `Failed: ${status.productionId}` }),
  link: (url) => ({ html: url.href }),
  tooBig: (url) => ({ html: `Too big: ${url.href}` }),
};
