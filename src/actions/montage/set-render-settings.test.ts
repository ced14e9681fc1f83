import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainProbe } from '../../../test/support/plain-order.ts';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';
import type { MontageStatus } from '../../domain/montage/montage-status.ts';
import type { RenderSettings } from '../../domain/montage/render-settings.ts';
import { findProduction } from '../../store/productions.ts';
import { findRenderDraft } from '../../store/render-drafts.ts';
import { listRequest } from '../../store/render-requests.ts';
import { keepUpload, uploadedFile } from '../keep-upload.ts';
import type { ActionParts, Person } from '../parts.ts';
import { deleteProduction } from '../productions/delete-production.ts';
import { openProgress, trackProgress } from '../outgoing/progress-messages.ts';
import { drawnFolder } from './drawn-folders.ts';
import { orderRender, renewOverlay } from './order-render.ts';
import { readMontage } from './read-montage.ts';
import { readRenderRequest } from './read-render-request.ts';
import { setRenderSettings, typeRenderSettings } from './set-render-settings.ts';

let actions: ScriptedActions;
let parts: ActionParts;
let anna: Person;
let bella: Person;
let video: string;
let talking: string;

beforeAll(async () => {
  actions = await openScriptedActions();
  parts = actions.parts;
  anna = await actions.person();
  bella = await actions.person();
  await actions.work();
  const background = await actions.background(anna);
  const composition = { template: 'circle', background } as const;
  video = await finished({ format: 'character_with_background', composition, script: 'Warm *bread* today!' });
  talking = await finished({ script: 'Only a head.' });
});
afterAll(async () => await actions.close());

type SpokenOrder = NonNullable<Parameters<ScriptedActions['speak']>[1]>['order'];

async function finished(order: NonNullable<SpokenOrder>): Promise<string> {
  const id = await actions.speak(anna, { order });
  await actions.reach(id, 'awaiting_confirmation');
  await actions.confirm(anna, id);
  await actions.reach(id, 'delivered');
  return id;
}

async function status(id = video): Promise<MontageStatus> {
  const found = await readMontage(parts, anna, id);
  if (!found) throw new Error('There is nothing to render anew.');
  return found;
}

async function set(changes: Partial<RenderSettings>, id = video): Promise<void> {
  await setRenderSettings(parts, anna, id, { ...(await status(id)).settings, ...changes });
}

async function bookendOf(person: Person) {
  const upload = await uploadedFile(
    { path: import.meta.filename, what: 'intro', maxBytes: 1_000_000 },
    'video/mp4',
  );
  return { ...(await keepUpload(parts, person, upload)), probe: plainProbe, ownSound: true };
}

describe('what the next render is to look like', () => {
  it('is what the video was made with until it is changed, and is known by its look', async () => {
    const before = await status();
    expect(before.settings).toEqual(before.rendered);
    expect(before.cues.map(({ text }) => text).join(' ')).toBe('Warm *bread* today!');
    expect(before).toMatchObject({ speechSeconds: 1 });
    await set({ theme: 'pop' });
    const after = await status();
    expect(after.rendered.theme).toBe('light');
    expect(after.settings.theme).toBe('pop');
    expect(after.look).not.toBe(before.look);
    await set({ theme: 'light' });
    expect((await status()).look).toBe(before.look);
  });

  it('may be typed as JSON over what is there; a fault is named by its path', async () => {
    await typeRenderSettings(
      parts,
      anna,
      video,
      '{"position": "top", "circle": {"radius": 0.3, "centre": {"x": 0.5, "y": 0.4}}}',
    );
    expect((await status()).settings).toMatchObject({ position: 'top', circle: { radius: 0.3 } });
    await expect(typeRenderSettings(parts, anna, video, '{"theme": "popp"}')).rejects.toMatchObject({
      reason: 'invalid-arguments',
      details: { path: 'theme' },
    });
    expect((await status()).settings.position).toBe('top');
    await set({ position: 'bottom', circle: 'auto' });
  });

  it('is refused where it can not be made', async () => {
    const cue = { startSeconds: 0, endSeconds: 0.5, text: 'Hello' };
    const cases: [Partial<RenderSettings>, string][] = [
      [{ disclosure: 'none' }, 'disclosure-weakened'],
      [{ templates: [] }, 'invalid-arguments'],
      [{ theme: 'nobody' }, 'invalid-arguments'],
      [{ circle: { radius: 0.9, centre: { x: 0.5, y: 0.5 } } }, 'invalid-arguments'],
      [{ subtitles: { kind: 'edited', cues: [{ ...cue, endSeconds: 0 }] } }, 'invalid-arguments'],
      [{ subtitles: { kind: 'edited', cues: Array(300).fill(cue) } }, 'invalid-arguments'],
      [
        { subtitles: { kind: 'edited', cues: [{ startSeconds: 9, endSeconds: 10, text: 'Late' }] } },
        'invalid-subtitles',
      ],
      [
        {
          subtitles: {
            kind: 'edited',
            cues: [cue, { ...cue, startSeconds: 0.5, endSeconds: 1, text: '早上好' }],
          },
        },
        'invalid-subtitles',
      ],
      [{ subtitles: { kind: 'edited', cues: [{ ...cue, text: '面包很好' }] } }, 'invalid-subtitles'],
      [{ subtitles: { kind: 'edited', cues: [{ ...cue, text: 'a\ud800' }] } }, 'invalid-arguments'],
      [{ subtitles: { kind: 'own', file: { key: 'uploads/gone.srt', sha256: 'x' } } }, 'not-found'],
      [{ intro: await bookendOf(bella) }, 'not-found'],
      [{ outro: { ...(await bookendOf(anna)), key: '../../etc/passwd' } }, 'not-found'],
    ];
    for (const [changes, reason] of cases) await expect(set(changes)).rejects.toMatchObject({ reason });
    await expect(setRenderSettings(parts, bella, video, (await status()).settings)).rejects.toMatchObject({
      reason: 'not-found',
    });
    expect(await readMontage(parts, bella, video)).toBeUndefined();
    expect(await readMontage(parts, bella)).toBeUndefined();
    expect((await status()).settings.intro).toBeNull();
  });

  it('names the file that is gone, and can be made without it', async () => {
    const intro = await bookendOf(anna);
    await set({ intro });
    await parts.files.remove(intro.key);
    const gone = { reason: 'not-found', details: { setting: 'intro' } };
    await expect(set({ theme: 'pop' })).rejects.toMatchObject(gone);
    await set({ intro: null });
    expect((await status()).settings).toMatchObject({ intro: null });
  });

  it('can not be changed where the video behind the presenter is gone', async () => {
    const { order } = (await findProduction(parts.database.db, video)) ?? {};
    const key = order?.composition?.background.key ?? '';
    const aside = join(actions.folder, 'aside.mp4');
    await cp((await parts.files.open(key)).path, aside);
    await parts.files.remove(key);
    expect(await readMontage(parts, anna, video)).toBeUndefined();
    await expect(typeRenderSettings(parts, anna, video, '{"theme": "pop"}')).rejects.toMatchObject({
      reason: 'not-found',
      message: expect.stringMatching(/no longer kept; make the ad anew/),
    });
    await parts.files.store(key, { path: aside, mime: 'video/mp4' });
    expect(await readMontage(parts, anna, video)).toBeDefined();
  });

  it('of a talking head knows no templates and no circle', async () => {
    await set(
      { templates: ['basic'], circle: { radius: 0.2, centre: { x: 0.5, y: 0.5 } }, aspect: '1:1' },
      talking,
    );
    expect((await status(talking)).settings).toMatchObject({ templates: [], circle: 'auto', aspect: '1:1' });
  });

  it('has the mark that the operator asks for since, so that nothing else is refused for it', async () => {
    const stricter = { ...parts, limits: { ...parts.limits, weakestDisclosure: 'label' as const } };
    const found = await readMontage(stricter, anna, video);
    expect(found).toMatchObject({ rendered: { disclosure: 'badge' }, settings: { disclosure: 'label' } });
    await expect(
      setRenderSettings(stricter, anna, video, { ...(await status()).settings, theme: 'pop' }),
    ).rejects.toMatchObject({ reason: 'disclosure-weakened' });
    await typeRenderSettings(stricter, anna, video, '{"theme": "pop"}');
    expect((await status()).settings).toMatchObject({ theme: 'pop', disclosure: 'label' });
    await expect(typeRenderSettings(stricter, anna, video, '{"disclosure": "badge"}')).rejects.toMatchObject({
      reason: 'disclosure-weakened',
    });
    const requestId = 'a4f1c0de-0000-4000-8000-000000000002';
    await renewOverlay(stricter, anna, { requestId, productionId: video });
    const [renewed] = await listRequest(parts.database.db, requestId);
    expect(renewed?.order.disclosure).toBe('label');
    await actions.reach(renewed?.id ?? '', 'delivered');
    await set({ theme: 'light', disclosure: 'badge' });
  });

  it('that another version wrote is taken for what the video was made with', async () => {
    await set({ theme: 'pop' });
    await parts.database.pool.query(
      `update ugc.render_draft set settings = settings || '{"version": 99}' where production_id = $1`,
      [video],
    );
    const found = await status();
    expect(found.settings).toEqual(found.rendered);
  });

  it('stays where some of its templates alone are rendered once more', async () => {
    await set({ templates: ['basic', 'circle'] });
    const requestId = 'a4f1c0de-0000-4000-8000-000000000003';
    await orderRender(parts, anna, { requestId, productionId: video, templates: ['circle'] });
    const clips = await listRequest(parts.database.db, requestId);
    expect(clips.map(({ order }) => order.composition?.template)).toEqual(['circle']);
    await actions.reach(clips[0]?.id ?? '', 'delivered');
    expect((await status()).settings.templates).toEqual(['basic', 'circle']);
  });
});

describe('a video that was rendered anew', () => {
  it('is gone on with from its last render, and its renders stay when it is deleted', async () => {
    const intro = await bookendOf(anna);
    await set({ intro, templates: ['basic', 'circle'] });
    const requestId = 'a4f1c0de-0000-4000-8000-000000000001';
    await orderRender(parts, anna, { requestId, productionId: video });
    await trackProgress(parts, requestId, 5, 6);
    expect(await openProgress(parts)).toMatchObject([{ productionId: requestId, personId: anna.owner }]);
    const request = async () => await readRenderRequest(parts, anna.owner, requestId);
    while ((await request())?.clips.some(({ state }) => state === 'running')) await delay(10);
    expect(await openProgress(parts)).toMatchObject([{ productionId: requestId, isRunning: false }]);
    const newest = await readMontage(parts, anna);
    expect(newest).toMatchObject({
      productionId: video,
      rendered: { templates: ['basic', 'circle'], intro },
    });

    const still = `${drawnFolder('stills', anna.owner, video)}/a.jpg`;
    await parts.files.store(still, { path: import.meta.filename, mime: 'image/jpeg' });
    await deleteProduction(parts, anna, video);
    const { clips = [], sourceId } = (await request()) ?? {};
    expect(clips).toHaveLength(2);
    for (const { video: made } of clips) expect(await parts.files.exists(made?.videoKey ?? '')).toBe(true);
    expect(await parts.files.exists(intro.key)).toBe(true);
    expect(await parts.files.exists(still)).toBe(false);
    expect(await findRenderDraft(parts.database.db, video)).toBeUndefined();
    // One of them stands for it now, with the speech and the head that they share.
    expect(sourceId).toBe(clips[0]?.productionId);
    expect(clips.map(({ productionId }) => productionId)).toContain(
      (await readMontage(parts, anna))?.productionId,
    );
    for (const { productionId } of clips) await deleteProduction(parts, anna, productionId);
    expect(await request()).toBeUndefined();
    expect(await parts.files.exists(intro.key)).toBe(false);
  });
});
