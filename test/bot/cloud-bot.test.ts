import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstUserIds } from '../../src/sandbox/first-people.ts';
import { failing } from '../doubles/fal-faults.ts';
import {
  adsOf,
  english,
  haveSpoken,
  mark,
  pressTo,
  russian,
  toPresenter,
  until,
  untilAds,
  videoTimeoutMs,
} from '../support/ad-walk.ts';
import type { CloudRoom } from '../support/cloud-room.ts';
import { leaksIn, signaturesOf } from '../support/leaks.ts';
import { type CloudScene, openCloudScene } from '../support/cloud-scene.ts';

const testTimeoutMs = 900_000;

let scene: CloudScene;
let room: CloudRoom;
beforeAll(async () => {
  scene = await openCloudScene();
  room = scene.room;
});
afterAll(async () => await scene.close());

const noKey = failing(401, { detail: 'Cannot access application: invalid key.' });
const quotaSpent = { status: 401, body: { detail: { status: 'quota_exceeded', message: 'No credits.' } } };
const forbidden = { answer: 403, body: '{"message":"Forbidden"}' };

describe('an ad by services alone', () => {
  it('is made over one’s own video and cut out anew, each service paid once and told of in the statistics', {
    timeout: testTimeoutMs,
  }, async () => {
    const user = await scene.user(firstUserIds.english);
    await user.start();
    await user.waitForText(/Shall we make your first ad/);
    await toPresenter(user, english, scene.videoPath);
    await pressTo(user, /Edit/, /What shall I change/);
    await user.say('a warm kitchen behind her');
    await user.waitForText(/How do you like it/);
    await pressTo(user, /Use this one/, /may be sent to these services: fal.ai/);
    await pressTo(user, /I confirm/, /Choose a voice.*Rachel/s);
    expect(user.screen().message.audio).toMatchObject({
      performer: 'Rachel',
      title: 'Voice sample · English',
    });
    await haveSpoken(user, english, 'Fresh bread!');
    await user.waitForText(/Have a listen/, videoTimeoutMs);
    await user.press(/Make the video/);
    const ad = await untilAds(user, 1);
    expect(ad).toMatchObject({ width: 1080, height: 1920 });
    expect((await scene.played(ad)).comment).toBe('AI-generated');
    await user.waitForText(/Your ad is ready.*You have 2\scredits/s);
    expect(room.paid()).toEqual({ speech: 1, fal: 2, overlay: 0, montage: 1 });

    await pressTo(user, /Montage/, /^Montage/);
    await pressTo(user, /Templates/, /gives a clip of its own/);
    await mark(user, /Cut-out/, '✅ Cut-out');
    await mark(user, /Face, then circle/, '▫️ Face, then circle');
    await pressTo(user, /‹ Back/, /^Montage/);
    await user.press(/Render 1\sclip/);
    expect((await scene.played(await untilAds(user, 2))).comment).toBe('AI-generated');
    await user.waitForText(/Your clip is ready/);
    expect(room.paid()).toEqual({ speech: 1, fal: 2, overlay: 1, montage: 2 });

    expect(scene.keptBelow('results')).toEqual([
      ...['results/head', 'results/montage', 'results/montage', 'results/montage', 'results/montage'],
      ...['results/overlay', 'results/portrait', 'results/portrait', 'results/speech', 'results/speech'],
    ]);
    const calls = await scene.calls(user.id);
    expect(calls.map(({ capability, state }) => `${capability} ${state}`)).toEqual([
      ...['picture-edit done', 'speech done', 'talking-head done', 'montage done'],
      ...['overlay done', 'montage done'],
    ]);
    // Woken by signed reports, and asked once.
    expect(room.fal.calls).toMatchObject({ submit: 2, status: 2, initiate: 0, keys: 1 });
    expect(room.shotstack.callbacks.map(({ answered }) => answered)).toEqual([200, 200]);
    const spent = calls.reduce((sum, { usd }) => sum + usd, 0);
    expect(await scene.askOperator('/stats', /Уплачено сервисам/)).toContain(
      `Уплачено сервисам: ${spent.toFixed(2).replace('.', ',')}`,
    );
    expect(await user.violations()).toEqual([]);
    user.close();
  });
});

describe('services that fail for good', () => {
  it('leave it to the person to wait, to go on for nothing with what is built in, or to stop', {
    timeout: testTimeoutMs,
  }, async () => {
    const before = room.paid();
    const user = await scene.user(firstUserIds.russian);
    await user.start();
    await user.waitForText(/Сделаем первый ролик/);

    // A picture that can't be edited there is edited here, if they like.
    await toPresenter(user, russian, scene.videoPath);
    await pressTo(user, /Изменить/, /Что изменить/);
    room.fal.fail('submit', noKey);
    await user.say('теплее');
    await user.waitForText(/Сервис сейчас недоступен/);
    await pressTo(user, /Встроенный редактор/, /Сделано: /);
    await pressTo(user, /Взять этот/, /подтвердите/);
    await pressTo(user, /Подтверждаю/, russian.voices);

    // They wait for the voice, and for the face; the montage changes its engine by itself.
    room.eleven.fail('speech', { answer: quotaSpent });
    await haveSpoken(user, russian, 'Свежий хлеб!');
    await user.waitForText(/Сервис озвучки подвёл/, videoTimeoutMs);
    await pressTo(user, /Подождать/, /жду сервис/);
    await scene.hasten();
    await pressTo(user, /Решить, что дальше|Послушать/, /Послушайте/, videoTimeoutMs);
    room.fal.fail('submit', noKey);
    await user.press(/Сделать видео/);
    await user.waitForText(/оживляет лицо, подвёл.*вернём на счёт/s, videoTimeoutMs);
    expect(await scene.credits(user.id)).toEqual({ balance: 2, moves: 'hold' });
    await pressTo(user, /Подождать/, /жду сервис/);
    room.shotstack.trouble('render', forbidden);
    await scene.hasten();
    expect((await scene.played(await untilAds(user, 1))).comment).toBe('AI-generated');
    expect(await scene.credits(user.id)).toEqual({ balance: 2, moves: 'hold capture' });
    expect(scene.paidSince(before)).toEqual({ speech: 1, fal: 1, overlay: 0, montage: 0 });

    // So does the cut-out.
    room.modal.next.submit.push({ status: 401 });
    room.shotstack.trouble('render', forbidden);
    await pressTo(user, /Монтаж/, /^Монтаж/);
    await pressTo(user, /Шаблоны/, /Каждый отмеченный/);
    await mark(user, /Вырез внизу/, '✅ Вырез внизу');
    await mark(user, /Лицо, потом кружок/, '▫️ Лицо, потом кружок');
    await pressTo(user, /‹ Назад/, /^Монтаж/);
    await user.press(/Собрать 1\sклип/);
    await scene.played(await untilAds(user, 2));
    expect(scene.paidSince(before)).toEqual({ speech: 1, fal: 1, overlay: 0, montage: 0 });

    // A voice and a face by what is built in cost nothing.
    await toPresenter(user, russian);
    await pressTo(user, russian.use, russian.voices);
    room.eleven.fail('speech', { answer: quotaSpent });
    await haveSpoken(user, russian, 'Скидка!');
    await user.waitForText(/Сервис озвучки подвёл/, videoTimeoutMs);
    await pressTo(user, /Встроенный/, /Послушайте/, videoTimeoutMs);
    room.fal.fail('submit', noKey);
    await user.press(/Сделать видео/);
    await user.waitForText(/оживляет лицо, подвёл/, videoTimeoutMs);
    await user.press(/Встроенный/);
    await scene.played(await untilAds(user, 3));
    await user.waitForText(/Ролик готов.*На счету\s2\sкредита/s);

    // Who stops gets everything back.
    await toPresenter(user, russian);
    await pressTo(user, russian.use, russian.voices);
    await haveSpoken(user, russian, 'Сегодня!');
    await user.waitForText(/Послушайте/, videoTimeoutMs);
    room.fal.fail('submit', noKey);
    await user.press(/Сделать видео/);
    await user.waitForText(/оживляет лицо, подвёл/, videoTimeoutMs);
    await pressTo(user, /Остановить/, /Отменено.*возвращаем\s1\sкредит/s);
    expect(await scene.credits(user.id)).toEqual({
      balance: 2,
      moves: 'hold capture hold release hold release',
    });
    expect(scene.paidSince(before)).toEqual({ speech: 2, fal: 1, overlay: 0, montage: 1 });
    expect(adsOf(user)).toHaveLength(3);
    user.close();
  });
});

describe('a power cut right after fal.ai took a head', () => {
  it('has no second one paid for, and delivers the video once', { timeout: testTimeoutMs }, async () => {
    const before = room.paid();
    let user = await scene.user(await scene.newPerson('Carol'));
    await user.start();
    await user.waitForText(/Shall we make your first ad/);
    await toPresenter(user, english);
    await pressTo(user, english.use, english.voices);
    await haveSpoken(user, english, 'Fresh bread!');
    await user.waitForText(/Have a listen/, videoTimeoutMs);

    // Taken, and the power goes before the answer is there.
    room.fal.webhooks = 'lost';
    room.fal.fail('submit', { kind: 'silent-after' });
    await user.press(/Make the video/);
    await until(() => scene.paidSince(before).fal === 1);
    user.close();
    await scene.kill();
    expect(await scene.calls(user.id)).toMatchObject([{ state: 'done' }, { state: 'sending' }]);
    await scene.start({ UGC_STOP_AT: 'head:submitted' });
    user = await scene.user(user.id);
    // As the vendor tells whoever doesn't answer for two hours; a program that is starting asks it to come again.
    await until(async () => (await scene.report(room.fal.jobs.at(-1))) === 200);
    await untilAds(user, 1);
    expect(scene.paidSince(before)).toMatchObject({ speech: 1, fal: 1 });

    // Taken and written down, and the power goes before what to ask by is.
    room.fal.webhooks = 'sent';
    await user.waitForText(/Your ad is ready/);
    await toPresenter(user, english);
    await pressTo(user, english.use, english.voices);
    await haveSpoken(user, english, 'Come!');
    await user.waitForText(/Have a listen/, videoTimeoutMs);
    await user.press(/Make the video/);
    await scene.ended();
    user.close();
    await scene.start();
    user = await scene.user(user.id);
    await untilAds(user, 2);
    await user.waitForText(/Your ad is ready/);
    expect(adsOf(user)).toHaveLength(2);
    expect(scene.paidSince(before)).toMatchObject({ speech: 2, fal: 2 });
    expect(await scene.credits(user.id)).toEqual({ balance: 1, moves: 'hold capture hold capture' });
    const heads = (await scene.calls(user.id)).filter(({ capability }) => capability === 'talking-head');
    expect(heads.map(({ state }) => state)).toEqual(['done', 'done']);
    user.close();
  });
});

it('no key and no link that a service was given is written down anywhere, whatever went wrong', async () => {
  const signatures = signaturesOf(room);
  expect(signatures.length).toBeGreaterThan(10);
  const written = await scene.writtenDown();
  expect([...written.keys()]).toEqual(
    expect.arrayContaining(['output', 'chats', 'ugc.provider_call', 'ugc_queue.job_common', 'log/ugc.log']),
  );
  expect(leaksIn(written, [...room.canaries, ...signatures])).toEqual([]);
});
