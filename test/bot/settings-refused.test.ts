import { describe, expect, it } from 'vitest';
import { faultOfHtml } from '../support/telegram-html.ts';
import { parseRenderSettings } from '../../src/actions/montage/parse-render-settings.ts';
import { defaultSettings } from '../../src/domain/montage/render-settings.ts';
import type { Refusal } from '../../src/domain/production/production-status.ts';
import { isAppError } from '../../src/kernel/errors.ts';
import { refusalText, textsOf } from '../../src/flow/texts/texts.ts';

const cue = { startSeconds: 3, endSeconds: 2, text: 'a' };
const wrong = [
  '',
  '{',
  '[]',
  'null',
  '{"theme": "popp"}',
  '{"theme": 7}',
  '{"them": "pop"}',
  '{"version": 2}',
  '{"templates": []}',
  '{"templates": "basic"}',
  '{"templates": ["basic", "a", "b", "c", "d", "e"]}',
  '{"position": "left"}',
  '{"circle": 3}',
  '{"circle": {"radius": 7, "centre": {"x": 0, "y": 0}}}',
  '{"circle": {"radius": 0, "centre": {"x": 0, "y": 0}}}',
  '{"circle": {"radius": 0.3, "centre": {"x": 0, "y": "<b>"}}}',
  '{"circle": {"radius": 0.3, "center": {"x": 0, "y": 0}}}',
  '{"intro": {"ownSound": true}}',
  '{"intro": {"ownSound": "loud"}}',
  '{"subtitles": {"kind": "own"}}',
  '{"subtitles": {"kind": "auto", "cues": [{"startSeconds": 0, "endSeconds": 1, "text": "a"}]}}',
  '{"subtitles": {"kind": "edited"}}',
  '{"subtitles": {"kind": "edited", "cues": []}}',
  '{"subtitles": {"kind": "edited", "cues": [{"startSeconds": 0, "endSeconds": 1, "text": ""}]}}',
  JSON.stringify({ subtitles: { kind: 'edited', cues: [cue] } }),
  JSON.stringify({ subtitles: { kind: 'edited', cues: [{ ...cue, text: 'x'.repeat(600) }] } }),
] as const;

function refusalOf(json: string): Refusal {
  try {
    parseRenderSettings(json, defaultSettings('character_with_background'), 'character_with_background');
  } catch (error) {
    if (isAppError(error)) return { reason: error.reason, details: error.details };
  }
  throw new Error(`${json} was taken.`);
}

describe('settings that were typed wrongly', () => {
  it.each(wrong)('%s: is said in each language, by path, with what is allowed', (json) => {
    const refusal = refusalOf(json);
    const said = { ru: refusalText(textsOf('ru'), refusal), en: refusalText(textsOf('en'), refusal) };
    for (const text of Object.values(said)) {
      expect(faultOfHtml(text)).toBeUndefined();
      expect(text).not.toMatch(/undefined|\[object|<code><\/code>/);
    }
    const path = String(refusal.details.path);
    const isWhole = path === '' || path === 'the whole';
    if (!isWhole) expect(said.ru).toContain(`<code>${path}</code>`);
    // Of English only names and values are left.
    expect(said.ru).not.toMatch(
      /\b(?:of|at least|at most|or|list|text with|number|only|null while|did you)\b/,
    );
  });
});
