import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalVoice, SherpaModel } from './local-voice.ts';

interface VoiceDescription {
  readonly lang: string;
  readonly gender: 'female' | 'male';
  readonly name: string;
  readonly sid: number;
}

/**
 * The neural voices of a folder: each folder in it is a model (`*.onnx`, `tokens.txt`, `espeak-ng-data/`, for Kokoro
 * and Kitten also `voices.bin`) with a `voice.json`, which is one `{ lang, gender, name, sid }` or a list of them.
 * What is incomplete is left out with a line in the log.
 */
export async function sherpaVoices(
  modelFolder: string,
  log: (line: string) => void,
): Promise<readonly LocalVoice[]> {
  const entries = await readdir(modelFolder, { withFileTypes: true }).catch(() => []);
  const voices: LocalVoice[] = [];
  for (const entry of entries.filter((candidate) => candidate.isDirectory())) {
    const folder = join(modelFolder, entry.name);
    try {
      const model = await modelIn(folder);
      const described = voiceDescriptions(JSON.parse(await readFile(join(folder, 'voice.json'), 'utf8')));
      voices.push(...described.map((description) => localVoice(model, entry.name, description)));
    } catch (error) {
      log(
        `The voice model ${entry.name} is left out: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return voices;
}

async function modelIn(folder: string): Promise<SherpaModel> {
  const files = await readdir(folder);
  const model = files.find((name) => name.endsWith('.onnx'));
  if (!model) throw new Error('it holds no .onnx file.');
  await access(join(folder, 'tokens.txt'));
  await access(join(folder, 'espeak-ng-data'));
  return { kind: files.includes('voices.bin') ? 'kokoro' : 'vits', folder, model };
}

function voiceDescriptions(value: unknown): readonly VoiceDescription[] {
  return (Array.isArray(value) ? value : [value]).map((entry: unknown) => {
    const { lang, gender, name, sid = 0 } = (entry ?? {}) as Record<string, unknown>;
    if (typeof lang !== 'string' || typeof name !== 'string' || typeof sid !== 'number') {
      throw new Error('its voice.json needs lang, gender, name and sid.');
    }
    if (gender !== 'female' && gender !== 'male')
      throw new Error('its voice.json needs gender: female or male.');
    return { lang, gender, name, sid };
  });
}

function localVoice(model: SherpaModel, folderName: string, description: VoiceDescription): LocalVoice {
  const { lang, gender, name, sid } = description;
  const slug = `${folderName}-${sid}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return {
    voice: {
      id: `sherpa-${slug}`,
      language: lang.slice(0, 2).toLowerCase(),
      gender,
      ageGroup: 'adult',
      name: { en: name, ru: name },
      description: {
        en: 'neural voice from this machine’s own model folder',
        ru: 'нейросетевой голос из папки моделей этой машины',
      },
      engine: 'sherpa',
    },
    character: 'natural',
    speaker: { engine: 'sherpa', model, sid },
  };
}
