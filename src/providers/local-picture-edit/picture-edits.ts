export const plateNames = ['living-room', 'kitchen', 'home-office', 'cafe', 'street', 'warm-wall'] as const;
export type PlateName = (typeof plateNames)[number];

export type LightKind =
  | 'brighter'
  | 'darker'
  | 'warmer'
  | 'cooler'
  | 'more-contrast'
  | 'less-contrast'
  | 'more-colour'
  | 'less-colour'
  | 'black-and-white';

/** What a prompt may change. `strength` is 1 as said plainly, less for "a little", more for "much". */
export type PictureEdit =
  | {
      readonly kind: LightKind;
      readonly strength: number;
      readonly scope: 'picture' | 'background' | 'person';
    }
  | { readonly kind: 'closer' | 'wider'; readonly strength: number }
  | { readonly kind: 'blur-background'; readonly strength: number }
  | { readonly kind: 'plate'; readonly plate: PlateName }
  | { readonly kind: 'plain-background'; readonly colour: string; readonly name: string }
  | { readonly kind: 'mirror' };

/** Stable ids that texts are keyed by: `brighter`, `background-darker`, `plate-kitchen`, `plain-background-white`. */
export function editId(edit: PictureEdit): string {
  switch (edit.kind) {
    case 'plate':
      return `plate-${edit.plate}`;
    case 'plain-background':
      return `plain-background-${edit.name}`;
    case 'closer':
    case 'wider':
    case 'blur-background':
    case 'mirror':
      return edit.kind;
    case 'brighter':
    case 'darker':
    case 'warmer':
    case 'cooler':
    case 'more-contrast':
    case 'less-contrast':
    case 'more-colour':
    case 'less-colour':
    case 'black-and-white':
      return edit.scope === 'picture' ? edit.kind : `${edit.scope}-${edit.kind}`;
  }
}

export function needsMatte(edit: PictureEdit): boolean {
  const isScoped = 'scope' in edit && edit.scope !== 'picture';
  const isWide = edit.kind === 'wider';
  return isScoped || isWide || ['blur-background', 'plate', 'plain-background'].includes(edit.kind);
}
