import type { ServiceTrouble } from '../service-trouble.ts';
import { words } from './words.ts';

type Service = 'speech' | 'head';

const titles: Record<Service, string> = {
  speech: '⚠️ <b>Сервис озвучки подвёл</b>',
  head: '⚠️ <b>Сервис, который оживляет лицо, подвёл</b>',
};
const whys: Record<ServiceTrouble, string> = {
  down: 'Сервис сейчас не отвечает.',
  ours: 'Сервис сейчас недоступен. Это на нашей стороне, мы уже знаем.',
  busy: 'Сервис перегружен и новых заказов пока не берёт.',
  slow: 'Сервис не ответил вовремя.',
  budget: 'На сегодня наш лимит обращений к этому сервису исчерпан, завтра он обновится.',
  unconfirmed: 'Заказ сервису ушёл, а ответа нет. Второй раз не отправляем, чтобы не заплатить дважды.',
  unusable: 'Сервис прислал негодный результат.',
  sound: 'Сервис озвучки прислал звук, который нельзя взять в ролик.',
};
const engines: Record<Service, string> = {
  speech:
    '🧰 <b>Встроенный голос</b> — сразу и бесплатно. Он проще: слышно, что говорит машина, и это будет другой голос.',
  head: '🧰 <b>Встроенный движок</b> — сразу и бесплатно. Он проще: двигаются губы, глаза и голова, а плечи и руки — нет.',
};
const returnedWith = (service: Service, credits: number) =>
  service === 'head' && credits > 0 ? ` ${words.credits(credits)} вернём на счёт.` : '';

export const stuck = {
  title: titles,
  why: whys,
  wait: '⏳ <b>Подождать</b> — попробую снова сам и напишу, когда получится.',
  noWait: (tries: number): string =>
    `🚫 Сервис брался за это уже ${words.times(tries)}, и каждый раз за деньги. Больше не отправляем.`,
  engine: (service: Service, credits: number) => engines[service] + returnedWith(service, credits),
  stop: (credits: number): string =>
    credits > 0
      ? `⏹ <b>Остановить</b> — ${words.credits(credits)} вернём на счёт.`
      : '⏹ <b>Остановить</b> — ничего не спишется.',
  waitButton: '⏳ Подождать',
  engineButton: '🧰 Встроенный · бесплатно',
  stopButton: '⏹ Остановить',
  decide: '👉 Решить, что дальше',
  goneOn: 'С этим роликом уже всё решено.',
  goOn: 'Посмотреть',
  inList: '⚠️ сервис не отвечает, ждёт вашего решения',
};

export const describePresenter = {
  open: '✨ По описанию',
  gender: '<b>Ведущий по описанию</b>\n\nКто это будет? От этого зависит, какие голоса предложить первыми.',
  prompt:
    '<b>Опишите ведущего</b>\n\n' +
    'Возраст, внешность, одежда, место. Например:\n' +
    '<blockquote>женщина 30 лет, рыжие кудри, зелёный свитер, светлая кухня</blockquote>\n' +
    'Лица настоящих людей не получатся: человек будет вымышленный.',
  making: '✨ <b>Рисую портрет…</b>\n\nОбычно это занимает до минуты.',
  made: '<b>Вот кто получился</b>\n\nМожно взять или описать иначе: просто пришлите другой текст.',
  use: '✅ Взять',
};

export const failedEdit = {
  retry: '🔁 Попробовать ещё раз',
  builtIn: '🧰 Встроенный редактор',
};
