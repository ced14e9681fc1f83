import type { Voice } from '../domain/speech/voice.ts';

/** "Hi! This is how I sound. Give me your script, and I will read it like this.", or its beginning. */
const texts: Readonly<Record<string, string>> = {
  en: 'Hi! This is how I sound. Give me your script, and I will read it like this.',
  ru: 'Привет! Вот так я звучу. Дайте мне текст, и я прочитаю его так же.',
  bg: 'Здравейте! Ето така звуча.',
  cs: 'Dobrý den! Takhle zním.',
  da: 'Hej! Sådan lyder jeg.',
  de: 'Hallo! So klinge ich. Gib mir deinen Text, und ich lese ihn so vor.',
  el: 'Γεια σας! Έτσι ακούγομαι.',
  es: '¡Hola! Así sueno. Dame tu texto y lo leeré así.',
  et: 'Tere! Nii ma kõlan.',
  fi: 'Hei! Tältä minä kuulostan.',
  fr: 'Bonjour ! Voici ma voix. Donnez-moi votre texte, et je le lirai ainsi.',
  hr: 'Bok! Ovako zvučim.',
  hu: 'Szia! Így szól a hangom.',
  id: 'Halo! Beginilah suara saya.',
  it: 'Ciao! Ecco la mia voce. Dammi il tuo testo e lo leggerò così.',
  kk: 'Сәлем! Менің дауысым осындай.',
  lt: 'Labas! Štai kaip aš skambu.',
  lv: 'Sveiki! Tā es skanu.',
  nb: 'Hei! Slik høres jeg ut.',
  nl: 'Hallo! Zo klink ik. Geef me je tekst, dan lees ik hem zo voor.',
  pl: 'Cześć! Tak właśnie brzmię. Daj mi tekst, a przeczytam go tak samo.',
  pt: 'Olá! É assim que eu soo. Dê-me o seu texto e eu o lerei assim.',
  ro: 'Bună! Așa sună vocea mea.',
  sk: 'Ahoj! Takto zniem.',
  sl: 'Živjo! Tako zvenim.',
  sv: 'Hej! Så här låter jag.',
  tr: 'Merhaba! Sesim böyle. Metnini ver, böyle okuyayım.',
  uk: 'Привіт! Ось так я звучу. Дайте мені текст, і я прочитаю його так само.',
};

/** What the voice says in the language, or in its own where we have no words for that one. */
export function sampleText(
  language: string,
  voice: Pick<Voice, 'language'>,
): { readonly text: string; readonly spokenIn: string } {
  const spokenIn = [language, voice.language].find((candidate) => candidate in texts) ?? 'en';
  return { text: texts[spokenIn] ?? '', spokenIn };
}
