import type { Viseme } from './viseme.ts';

/** Displacements of the motion basis that a talking mouth is made of; a weight of 1 is the full displacement. */
export const mouthUnits = [
  'mouth-open',
  'mouth-parling',
  'mouth-part-later',
  'mouth-protusion',
  'mouth-pursing',
  'mouth-eversion',
  'mouth-corner-puller',
  'mouth-retraction',
  'mouth-elevation',
  'mouth-depression',
  'press',
  'ff',
] as const;
export type MouthUnit = (typeof mouthUnits)[number];
export type MouthWeights = Readonly<Partial<Record<MouthUnit, number>>>;

export interface MouthShape {
  readonly weights: MouthWeights;
  /** How strongly the shape holds its own against its neighbours in time. */
  readonly dominance: number;
  /** 0 flat, 1 raised to the teeth. */
  readonly tongue: number;
}

function shape(weights: MouthWeights, dominance = 1, tongue = 0): MouthShape {
  return { weights, dominance, tongue };
}

export const mouthShapes: Readonly<Record<Viseme, MouthShape>> = {
  sil: shape({}, 0.7),
  PP: shape({ 'mouth-eversion': -0.3, press: 0.6 }, 1.5),
  FF: shape({ ff: 0.8, 'mouth-elevation': 0.3, 'mouth-open': 0.05 }, 1.3),
  TH: shape({ 'mouth-open': 0.13, 'mouth-parling': 0.8 }, 1, 0.5),
  DD: shape({ 'mouth-open': 0.13, 'mouth-parling': 0.7 }, 0.9, 0.8),
  kk: shape({ 'mouth-open': 0.18, 'mouth-parling': 0.4 }, 0.8),
  CH: shape(
    { 'mouth-protusion': 0.14, 'mouth-pursing': 0.6, 'mouth-part-later': 0.15, 'mouth-open': 0.06 },
    1.1,
  ),
  SS: shape({ 'mouth-retraction': 0.3, 'mouth-parling': 0.9, 'mouth-open': 0.055 }, 1),
  nn: shape({ 'mouth-open': 0.12, 'mouth-parling': 0.5 }, 0.8, 0.8),
  RR: shape({ 'mouth-pursing': 0.5, 'mouth-open': 0.11, 'mouth-protusion': 0.06 }, 0.9, 0.3),
  aa: shape({ 'mouth-open': 0.48, 'mouth-elevation': 0.12 }, 1.15),
  AE: shape({ 'mouth-open': 0.4, 'mouth-retraction': 0.3, 'mouth-elevation': 0.15 }, 1.1),
  E: shape({ 'mouth-open': 0.3, 'mouth-retraction': 0.32, 'mouth-parling': 0.3 }, 1),
  ih: shape({ 'mouth-open': 0.15, 'mouth-retraction': 0.5, 'mouth-parling': 0.6 }, 1),
  oh: shape({ 'mouth-open': 0.34, 'mouth-pursing': 0.75, 'mouth-corner-puller': -0.1 }, 1.15),
  ou: shape(
    { 'mouth-open': 0.2, 'mouth-pursing': 1.3, 'mouth-parling': -0.25, 'mouth-corner-puller': -0.2 },
    1.7,
  ),
  UH: shape({ 'mouth-open': 0.25, 'mouth-parling': 0.2 }, 0.8),
};
