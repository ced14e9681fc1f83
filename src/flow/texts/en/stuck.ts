import type { ServiceTrouble } from '../service-trouble.ts';
import type {
  describePresenter as describeShape,
  failedEdit as failedShape,
  stuck as shape,
} from '../ru/stuck.ts';
import { words } from './words.ts';

type Service = 'speech' | 'head';

const titles: Record<Service, string> = {
  speech: '⚠️ <b>The voice service let us down</b>',
  head: '⚠️ <b>The service that brings faces to life let us down</b>',
};
const whys: Record<ServiceTrouble, string> = {
  down: 'The service isn’t answering.',
  ours: 'The service isn’t available. It’s on our side, and we know about it.',
  busy: 'The service is overloaded and takes no new work right now.',
  slow: 'The service didn’t answer in time.',
  budget: 'Our limit for this service is used up for today; it is renewed tomorrow.',
  unconfirmed:
    'The order left for the service and no answer came. We won’t send it twice, so as not to pay twice.',
  unusable: 'The service sent something unusable.',
  sound: 'The voice service sent sound that can’t be used.',
};
const engines: Record<Service, string> = {
  speech:
    '🧰 <b>The built-in voice</b>: at once and free. It is simpler: you hear that a machine speaks, and it is another voice.',
  head: '🧰 <b>The built-in engine</b>: at once and free. It is simpler: lips, eyes and head move, shoulders and hands don’t.',
};

const returnedWith = (service: Service, credits: number) =>
  service === 'head' && credits > 0 ? ` You get ${words.credits(credits)} back.` : '';

export const stuck: typeof shape = {
  title: titles,
  why: whys,
  wait: '⏳ <b>Wait</b>: I try again by myself and write when it works.',
  noWait: (tries) =>
    `🚫 The service has tried this ${words.times(tries)}, each time for money. We won’t send it again.`,
  engine: (service, credits) => engines[service] + returnedWith(service, credits),
  stop: (credits) =>
    credits > 0
      ? `⏹ <b>Stop</b>: you get ${words.credits(credits)} back.`
      : '⏹ <b>Stop</b>: nothing is charged.',
  waitButton: '⏳ Wait',
  engineButton: '🧰 Built-in · free',
  stopButton: '⏹ Stop',
  decide: '👉 Decide what’s next',
  goneOn: 'This ad needs no decision any more.',
  goOn: 'Have a look',
  inList: '⚠️ a service isn’t answering, waits for your decision',
};

export const describePresenter: typeof describeShape = {
  open: '✨ By description',
  gender: '<b>A presenter by description</b>\n\nWho will it be? It decides which voices come first.',
  prompt:
    '<b>Describe the presenter</b>\n\n' +
    'Age, looks, clothes, place. For example:\n' +
    '<blockquote>a woman of 30, red curls, green sweater, bright kitchen</blockquote>\n' +
    'Faces of real people can’t be made: the person will be fictional.',
  making: '✨ <b>Drawing the portrait…</b>\n\nThis usually takes up to a minute.',
  made: '<b>Here is who came out</b>\n\nTake it, or describe it differently: just send another text.',
  use: '✅ Use it',
};

export const failedEdit: typeof failedShape = {
  retry: '🔁 Try again',
  builtIn: '🧰 Built-in editor',
};
