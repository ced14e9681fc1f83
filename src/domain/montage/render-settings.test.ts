import { describe, expect, it } from 'vitest';
import { plainOrder, plainProbe } from '../../../test/support/plain-order.ts';
import type { AdOrder } from '../ad/ad-order.ts';
import {
  defaultSettings,
  describeChange,
  ordersWith,
  settingsOf,
  settingsOfOrder,
} from './render-settings.ts';

const clip = {
  key: 'uploads/a/b.mp4',
  sha256: 'b',
  probe: { ...plainProbe, hasAudio: true },
  ownSound: true,
};
const composed: AdOrder = {
  ...plainOrder,
  format: 'character_with_background',
  composition: { background: { key: 'k', sha256: 's', probe: plainProbe }, template: 'circle' },
  subtitles: { kind: 'auto', theme: 'pop', position: 'top' },
  circle: { radius: 0.3, centre: { x: 0.5, y: 0.4 } },
  intro: clip,
};

describe('the settings of a render', () => {
  it('of an ad give that ad again', () => {
    expect(ordersWith(composed, settingsOfOrder(composed))).toEqual([composed]);
    expect(ordersWith(plainOrder, settingsOfOrder(plainOrder))).toEqual([plainOrder]);
  });
  it('give a clip for each template, and leave out what was taken away', () => {
    const settings = {
      ...settingsOfOrder(composed),
      templates: ['mix_basic_overlay', 'basic'],
      intro: null,
      circle: 'auto',
    } as const;
    const orders = ordersWith(composed, settings);
    expect(orders.map(({ composition }) => composition?.template)).toEqual(['basic', 'mix_basic_overlay']);
    for (const order of orders) {
      expect(Object.keys(order)).not.toContain('intro');
      expect(Object.keys(order)).not.toContain('circle');
    }
  });
  it('of a talking head know no template and no circle', () => {
    expect(settingsOf('talking_head')).not.toContain('templates');
    expect(settingsOf('talking_head')).not.toContain('circle');
    expect(settingsOf('talking_head')).toContain('intro');
    const settings = { ...defaultSettings('talking_head'), circle: { radius: 0.3, centre: { x: 0, y: 0 } } };
    expect(ordersWith(plainOrder, settings)[0]).not.toHaveProperty('circle');
  });
  it('tell what was changed', () => {
    const before = settingsOfOrder(composed);
    expect(describeChange(before, before)).toEqual([]);
    const after = { ...before, theme: 'light', circle: 'auto', intro: { ...clip, ownSound: false } } as const;
    expect(describeChange(before, after)).toEqual([
      { setting: 'theme', from: 'pop', to: 'light' },
      { setting: 'intro', from: '20 s', to: '20 s, silent' },
      { setting: 'circle', from: '0.3, 0.5, 0.4', to: 'auto' },
    ]);
  });
});
