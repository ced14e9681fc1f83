import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgeGroup, Gender } from '../../../domain/presenter/presenter.ts';
import type { LocalVoice } from './local-voice.ts';

/** Where RHVoice is installed on this machine, when it is. */
export interface RhvoiceInstallation {
  /** The program RHVoice-test, which reads text from its standard input. */
  readonly program: string;
  readonly voicesFolder: string;
}

interface RhvoiceVoice {
  readonly name: string;
  readonly language: 'ru' | 'en';
  readonly gender: Gender;
  readonly ageGroup: AgeGroup;
  readonly en: string;
  readonly ru: string;
}

/**
 * The voices whose licences allow advertising, best first. Others that may be installed (Arina, Artemiy, Pavel,
 * Tatiana, Umka and more) are CC BY-NC-ND and must stay off, so this is a list of what is allowed.
 */
const allowed: readonly RhvoiceVoice[] = [
  { name: 'Irina', language: 'ru', gender: 'female', ageGroup: 'adult', en: 'Irina', ru: 'Ирина' },
  {
    name: 'Aleksandr-hq',
    language: 'ru',
    gender: 'male',
    ageGroup: 'adult',
    en: 'Alexander HQ',
    ru: 'Александр HQ',
  },
  { name: 'Anna', language: 'ru', gender: 'female', ageGroup: 'young', en: 'Anna', ru: 'Анна' },
  { name: 'Aleksandr', language: 'ru', gender: 'male', ageGroup: 'adult', en: 'Alexander', ru: 'Александр' },
  { name: 'Elena', language: 'ru', gender: 'female', ageGroup: 'adult', en: 'Elena', ru: 'Елена' },
  { name: 'Clb', language: 'en', gender: 'female', ageGroup: 'adult', en: 'Clara', ru: 'Клара' },
  { name: 'Bdl', language: 'en', gender: 'male', ageGroup: 'adult', en: 'Bradley', ru: 'Брэдли' },
  { name: 'Alan', language: 'en', gender: 'male', ageGroup: 'adult', en: 'Alan', ru: 'Алан' },
  { name: 'Slt', language: 'en', gender: 'female', ageGroup: 'young', en: 'Stacy', ru: 'Стейси' },
];

const installations: readonly RhvoiceInstallation[] = ['/usr/local', '/usr', '/opt/homebrew'].map(
  (prefix) => ({
    program: join(prefix, 'bin', 'RHVoice-test'),
    voicesFolder: join(prefix, 'share', 'RHVoice', 'voices'),
  }),
);

/** undefined where RHVoice is not installed, which is the usual case. */
export async function findRhvoice(): Promise<RhvoiceInstallation | undefined> {
  for (const installation of installations) {
    const found = await access(installation.program).then(
      () => true,
      () => false,
    );
    if (found) return installation;
  }
  return undefined;
}

/** The allowed voices among those installed. */
export async function rhvoiceVoices(installation: RhvoiceInstallation): Promise<readonly LocalVoice[]> {
  const folders = await readdir(installation.voicesFolder).catch(() => []);
  const installed = new Set(folders.map((name) => name.toLowerCase()));
  return allowed
    .filter(({ name }) => installed.has(name.toLowerCase()))
    .map((voice) => localVoice(voice, installation.program));
}

function localVoice({ name, language, gender, ageGroup, en, ru }: RhvoiceVoice, program: string): LocalVoice {
  return {
    voice: {
      id: `rhvoice-${name.toLowerCase()}`,
      language,
      gender,
      ageGroup,
      name: { en, ru },
      description: {
        en: 'made from a real speaker’s recordings; smooth, a little mechanical',
        ru: 'по записям живого диктора; ровный, слегка механический',
      },
      engine: 'rhvoice',
    },
    character: 'natural',
    speaker: { engine: 'rhvoice', program, name },
  };
}
