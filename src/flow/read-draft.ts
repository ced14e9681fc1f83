import { adFormats } from '../domain/ad/ad.ts';
import type { KeptFile, OrderedBackground, OrderedPresenter } from '../domain/ad/ad-order.ts';
import type { PortraitWarningKind } from '../domain/face/judge-portrait.ts';
import type { MediaProbe } from '../domain/media/media-probe.ts';
import type { Draft, DraftTask, PickedPresenter } from './draft.ts';
import type { Fields } from './fields.ts';
import { readRef } from './screens/presenter.ts';

const maxScript = 5000;
const maxPrompt = 500;
const genders = ['female', 'male'] as const;
const ages = ['young', 'adult', 'elderly'] as const;
const draftTaskKinds = ['fetch-background', 'check-photo', 'edit-picture', 'make-presenter'] as const;
const warningKinds: readonly PortraitWarningKind[] = [
  'calmer-head-motion',
  'face-tilted',
  'people-in-background',
];

/** A stored draft; parts that make no sense are left out and asked for again. */
export function readDraft(fields: Fields | undefined): Draft | undefined {
  const id = fields?.text('id', 40);
  if (!fields || id === undefined) return undefined;
  return {
    id,
    language: fields.text('language', 8) ?? 'ru',
    edits: fields.count('edits') ?? 0,
    take: fields.count('take') ?? 0,
    ...optional('format', fields.oneOf('format', adFormats)),
    ...optional('background', readBackground(fields.fields('background'))),
    ...optional('asksToCut', fields.flag('asksToCut') || undefined),
    ...optional('gender', fields.oneOf('gender', genders)),
    ...optional('presenter', readPicked(fields.fields('presenter'))),
    ...optional('task', readTask(fields.fields('task'))),
    ...optional('photo', readPhoto(fields.fields('photo'))),
    ...optional('edited', readEdited(fields.fields('edited'))),
    ...optional('made', fields.text('made', 40)),
    ...optional('voice', readVoice(fields.fields('voice'))),
    ...optional('script', fields.text('script', maxScript)),
    ...optional('production', readProduction(fields.fields('production'))),
    ...optional('outdatedProduction', fields.text('outdatedProduction', 40)),
  };
}

/** An absent part is left out and not set to undefined, so that a state survives JSON unchanged. */
function optional<Key extends keyof Draft>(
  key: Key,
  value: Draft[Key] | undefined,
): { [K in Key]?: Draft[K] } {
  const part: { [K in Key]?: Draft[K] } = {};
  if (value !== undefined) part[key] = value;
  return part;
}

function readKept(fields: Fields | undefined): KeptFile | undefined {
  const key = fields?.text('key', 500);
  const sha256 = fields?.text('sha256', 64);
  return key !== undefined && sha256 !== undefined ? { key, sha256 } : undefined;
}

function readBackground(fields: Fields | undefined): OrderedBackground | undefined {
  const kept = readKept(fields);
  const probe = fields?.fields('probe');
  const size = probe?.fields('size');
  const isSound =
    probe?.oneOf('container', ['mp4', 'mov', 'webm'] as const) !== undefined &&
    isPositive(probe.raw('durationSeconds')) &&
    isPositive(size?.raw('width')) &&
    isPositive(size?.raw('height'));
  // The rest of the probe was measured by us and is passed on as it is.
  return kept && isSound ? { ...kept, probe: fields?.raw('probe') as MediaProbe } : undefined;
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function readPicked(fields: Fields | undefined): PickedPresenter | undefined {
  const ordered = readOrdered(fields?.fields('ordered'));
  if (!fields || !ordered) return undefined;
  const ref = readRef(fields.fields('ref'));
  const gender = fields.oneOf('gender', genders);
  const ageGroup = fields.oneOf('ageGroup', ages);
  return { ordered, ...(ref && { ref }), ...(gender && { gender }), ...(ageGroup && { ageGroup }) };
}

function readOrdered(fields: Fields | undefined): OrderedPresenter | undefined {
  const id = fields?.text('id', 40);
  if (fields?.text('kind') === 'cast') return id === undefined ? undefined : { kind: 'cast', id };
  const picture = readKept(fields?.fields('picture'));
  return picture && { kind: 'own', picture };
}

function readTask(fields: Fields | undefined): DraftTask | undefined {
  const id = fields?.text('id', 40);
  const kind = fields?.oneOf('kind', draftTaskKinds);
  if (id === undefined || !kind) return undefined;
  const original = readRef(fields?.fields('original'));
  const prompt = fields?.text('prompt', maxPrompt);
  return { id, kind, ...(original && { original }), ...(prompt !== undefined && { prompt }) };
}

function readPhoto(fields: Fields | undefined): Draft['photo'] | undefined {
  const presenterId = fields?.text('presenterId', 40);
  if (!fields || presenterId === undefined) return undefined;
  const stored = fields.texts('warnings');
  return { presenterId, warnings: warningKinds.filter((kind) => stored.includes(kind)) };
}

function readEdited(fields: Fields | undefined): Draft['edited'] | undefined {
  const presenterId = fields?.text('presenterId', 40);
  const original = readRef(fields?.fields('original'));
  if (!fields || presenterId === undefined || !original) return undefined;
  return { presenterId, original, applied: fields.texts('applied') };
}

function readVoice(fields: Fields | undefined): Draft['voice'] | undefined {
  const id = fields?.text('id');
  const language = fields?.text('language', 8);
  return id !== undefined && language !== undefined ? { id, language } : undefined;
}

function readProduction(fields: Fields | undefined): Draft['production'] | undefined {
  const id = fields?.text('id', 40);
  return fields && id !== undefined ? { id, isSpoken: fields.flag('isSpoken') } : undefined;
}
