import { AppError } from '../../kernel/errors.ts';
import { mediaProblem } from '../media/media-problem.ts';
import type { TimeSpan } from '../speech/speech.ts';
import { isWritten } from './cue-text.ts';
import { decodeSubtitles } from './decode-subtitles.ts';

/** One entry of a file, its lines joined and its markup taken off. */
export interface SubtitleEntry extends TimeSpan {
  readonly text: string;
  /** Where its times stand, from 1. */
  readonly lineNumber: number;
}

export const mostSubtitleBytes = 512 * 1024;
const mostEntries = 2000;
const longestText = 500;
const allowed = "times such as '00:00:01,500 --> 00:00:03,000'";

const timePattern = /^(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?$/;
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
  '&lrm;': '',
  '&rlm;': '',
};

/**
 * Reads SRT or WebVTT: entries in the order of the file, empty ones left out. Numbers may be missing; settings, notes,
 * styles, regions, tags and override codes are ignored.
 * @throws `invalid-subtitles` naming the line, what was found there and what is allowed.
 */
export function parseSubtitles(content: Uint8Array): SubtitleEntry[] {
  if (content.length > mostSubtitleBytes) {
    const found = Math.ceil(content.length / 1024);
    throw refusal(
      `The subtitle file has ${found} kB; at most ${mostSubtitleBytes / 1024} kB are allowed.`,
      mediaProblem('subtitles-too-big', { allowed: mostSubtitleBytes / 1024 }),
    );
  }
  const text = decodeSubtitles(content);
  if (text === undefined && !content.includes(0)) {
    throw refusal(
      'The letters of the subtitle file are in an unknown encoding; UTF-8 is allowed.',
      mediaProblem('subtitles-encoding', {}),
    );
  }
  if (text === undefined || text.includes('\0')) {
    throw refusal(
      'The subtitle file is not text; SRT and WebVTT files are allowed.',
      mediaProblem('subtitles-not-text', {}),
    );
  }
  const entries = readEntries(text.split(/\r\n|\r|\n/));
  if (entries.length === 0) {
    throw refusal(
      `The subtitle file has no entry with text; SRT and WebVTT with ${allowed} are allowed.`,
      mediaProblem('subtitles-empty', {}),
    );
  }
  return entries;
}

function readEntries(lines: readonly string[]): SubtitleEntry[] {
  const entries: SubtitleEntry[] = [];
  const isWebVtt = /^WEBVTT(?:\s|$)/.test(lines[0] ?? '');
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (isWebVtt && /^(?:NOTE|STYLE|REGION)(?:\s|$)/.test(line)) {
      index = endOfBlock(lines, index);
    } else if (line.includes('-->')) {
      const end = endOfText(lines, index + 1);
      const entry = readEntry(line, index + 1, lines.slice(index + 1, end));
      if (isWritten(entry.text)) entries.push(entry);
      if (entries.length > mostEntries) {
        throw refusal(
          `The subtitle file has more than ${mostEntries} entries, which is the most allowed.`,
          mediaProblem('subtitles-too-many', { allowed: mostEntries }),
          index + 1,
        );
      }
      index = end - 1;
    }
  }
  return entries;
}

function endOfBlock(lines: readonly string[], from: number): number {
  const blank = lines.findIndex((line, index) => index > from && line.trim() === '');
  return blank === -1 ? lines.length : blank;
}

/** A blank line ends the text; so do the next times, where the blank line was forgotten, with the number above them. */
function endOfText(lines: readonly string[], from: number): number {
  for (let index = from; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || line.includes('-->')) return index;
    if (/^\s*\d+\s*$/.test(line) && lines[index + 1]?.includes('-->')) return index;
  }
  return lines.length;
}

function readEntry(line: string, lineNumber: number, textLines: readonly string[]): SubtitleEntry {
  const [start = '', rest = ''] = line.split('-->', 2).map((part) => part.trim());
  const startSeconds = readTime(start, lineNumber);
  const endSeconds = readTime(rest.split(/\s+/)[0] ?? '', lineNumber);
  if (endSeconds <= startSeconds) {
    throw refusal(
      `Line ${lineNumber} of the subtitle file ends at ${endSeconds} s, not after its start at ${startSeconds} s.`,
      mediaProblem('subtitles-order', { line: lineNumber }),
    );
  }
  const text = plainText(textLines.join(' '));
  if (text.length > longestText) {
    throw refusal(
      `The text after line ${lineNumber} of the subtitle file has ${text.length} characters; at most ${longestText} are allowed.`,
      mediaProblem('subtitles-long-text', { line: lineNumber, allowed: longestText }),
    );
  }
  return { startSeconds, endSeconds, text, lineNumber };
}

function readTime(text: string, lineNumber: number): number {
  const match = timePattern.exec(text);
  const [hours, minutes, seconds, fraction] = (match?.slice(1) ?? []).map((part) => part ?? '0');
  if (!match || Number(minutes) > 59 || Number(seconds) > 59) {
    throw refusal(
      `Line ${lineNumber} of the subtitle file has the time '${text.slice(0, 40)}'; ${allowed} are allowed.`,
      mediaProblem('subtitles-time', { line: lineNumber }),
    );
  }
  const wholeSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return (wholeSeconds * 1000 + Number((fraction ?? '0').padEnd(3, '0'))) / 1000;
}

/** A '<' that opens no tag, as in '<3', stays; entities are read once, so '&amp;lt;' is '&lt;'. */
function plainText(marked: string): string {
  return marked
    .replace(/<\/?[a-z][^<>]*>|<\d[\d:.]*>/gi, '')
    .replace(/\{\\[^{}]*\}/g, '')
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp|lrm|rlm);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}

function refusal(message: string, details: ReturnType<typeof mediaProblem>, line = 1): AppError {
  return new AppError('invalid-subtitles', message, { details: { line, ...details } });
}
