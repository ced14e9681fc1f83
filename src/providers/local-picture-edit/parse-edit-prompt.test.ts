import { describe, expect, it } from 'vitest';
import { parseEditPrompt } from './parse-edit-prompt.ts';
import { editId } from './picture-edits.ts';

const ids = (prompt: string) => parseEditPrompt(prompt).edits.map(editId);

describe('edit prompts', () => {
  it.each([
    ['closer', ['closer']],
    ['make it a close-up please', ['closer']],
    ['Zoom in a bit', ['closer']],
    ['крупнее', ['closer']],
    ['сделай чуть поближе, пожалуйста', ['closer']],
    ['крупный план', ['closer']],
    ['wider shot', ['wider']],
    ['отдали камеру', ['wider']],
    ['Make the photo brighter', ['brighter']],
    ['Сделай фото ярче!', ['brighter']],
    ['посветлее', ['brighter']],
    ['darker', ['darker']],
    ['темнее', ['darker']],
    ['warmer light', ['warmer']],
    ['теплее', ['warmer']],
    ['тёплый свет', ['warmer']],
    ['colder tones', ['cooler']],
    ['холоднее', ['cooler']],
    ['more contrast', ['more-contrast']],
    ['добавь контраста', ['more-contrast']],
    ['less contrast', ['less-contrast']],
    ['black and white', ['black-and-white']],
    ['чёрно-белое фото', ['black-and-white']],
    ['more vivid colors', ['more-colour']],
    ['blur the background', ['blur-background']],
    ['размой фон', ['blur-background']],
    ['фон размытый', ['blur-background']],
    ['сильно размыть задний план', ['blur-background']],
    ['mirror the picture', ['mirror']],
    ['отзеркаль', ['mirror']],
  ])('%s', (prompt, expected) => {
    const parsed = parseEditPrompt(prompt);
    expect(parsed.unknown).toEqual([]);
    expect(parsed.edits.map(editId)).toEqual(expected);
  });

  it.each([
    ['kitchen', 'plate-kitchen'],
    ['put me in the kitchen', 'plate-kitchen'],
    ['на кухне', 'plate-kitchen'],
    ['поменяй фон на кухню', 'plate-kitchen'],
    ['change the background to a cafe', 'plate-cafe'],
    ['в кофейне', 'plate-cafe'],
    ['in my living room', 'plate-living-room'],
    ['фон — гостиная', 'plate-living-room'],
    ['office background', 'plate-home-office'],
    ['домашний офис', 'plate-home-office'],
    ['on the street', 'plate-street'],
    ['на улице', 'plate-street'],
    ['warm wall', 'plate-warm-wall'],
    ['на фоне тёплой стены', 'plate-warm-wall'],
    ['white background', 'plain-background-white'],
    ['на белом фоне', 'plain-background-white'],
    ['фон сделай синим', 'plain-background-blue'],
    ['светло-серый фон', 'plain-background-light-grey'],
    ['dark green background', 'plain-background-dark-green'],
    ['голубой фон', 'plain-background-sky-blue'],
    ['remove the background', 'plain-background-white'],
    ['убери фон', 'plain-background-white'],
  ])('%s → %s', (prompt, expected) => {
    expect(parseEditPrompt(prompt)).toMatchObject({ unknown: [] });
    expect(ids(prompt)).toEqual([expected]);
  });

  it('combines wishes and puts backgrounds first, the shape last', () => {
    expect(ids('крупнее, ярче и на кухне')).toEqual(['plate-kitchen', 'brighter', 'closer']);
    expect(ids('Mirror it, make it warmer and blur the background')).toEqual([
      'blur-background',
      'warmer',
      'mirror',
    ]);
  });

  it('lightens only what is named', () => {
    expect(ids('make the background darker')).toEqual(['background-darker']);
    expect(ids('фон потемнее, лицо посветлее')).toEqual(['background-darker', 'person-brighter']);
  });

  it('hears how much', () => {
    const strengthOf = (prompt: string) => parseEditPrompt(prompt).edits[0];
    expect(strengthOf('чуть ярче')).toMatchObject({ kind: 'brighter', strength: 0.5 });
    expect(strengthOf('brighter')).toMatchObject({ strength: 1 });
    expect(strengthOf('much brighter')).toMatchObject({ strength: 1.6 });
  });

  it('counts the last of several backgrounds and a repeated wish once', () => {
    expect(ids('kitchen, no wait, cafe')).toContain('plate-cafe');
    expect(ids('kitchen, cafe')).toEqual(['plate-cafe']);
    expect(ids('ярче, ещё ярче')).toEqual(['brighter']);
  });

  it.each([
    ['add a hat', ['hat']],
    ['brighter and with sunglasses', ['sunglasses']],
    ['надень на неё красное платье', ['надень', 'нее', 'красное', 'платье']],
    ['не размывай фон', ['не']],
    ["don't blur the background", ['don', 't']],
    ['a woman of 30 on a beach', ['30', 'beach']],
    ['change the background', ['background']],
    ['смени фон', ['background']],
    ['make her smile', ['smile']],
  ])('leaves what it does not understand: %s', (prompt, unknown) => {
    expect(parseEditPrompt(prompt).unknown).toEqual(unknown);
  });

  it('understands nothing in nothing', () => {
    expect(parseEditPrompt('  …  ')).toEqual({ edits: [], unknown: [] });
    expect(parseEditPrompt('please')).toEqual({ edits: [], unknown: [] });
  });

  it('stays fast on a long hostile prompt', () => {
    const started = performance.now();
    parseEditPrompt('more contrast '.repeat(20_000).slice(0, 100_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
