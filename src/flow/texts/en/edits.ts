import type { edits as shape } from '../ru/edits.ts';

export const edits: typeof shape = {
  plain: 'a plain background',
  background: (change) => `background: ${change}`,
  done: {
    closer: 'closer',
    wider: 'wider',
    mirror: 'mirrored',
    'blur-background': 'background blurred',
    'plate-living-room': 'a living room behind',
    'plate-kitchen': 'a kitchen behind',
    'plate-home-office': 'a home office behind',
    'plate-cafe': 'a cafe behind',
    'plate-street': 'a street behind',
    'plate-warm-wall': 'a warm wall behind',
    brighter: 'brighter',
    darker: 'darker',
    warmer: 'warmer',
    cooler: 'cooler',
    'more-contrast': 'more contrast',
    'less-contrast': 'softer',
    'more-colour': 'richer colours',
    'less-colour': 'paler colours',
    'black-and-white': 'black and white',
  },
};
