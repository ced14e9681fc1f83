import type { QualityReport } from './measure-golden-set.ts';
import { limitText, marginOf, meetsLimit, type Reading, valueText } from './reading.ts';

/** What the terminal shows: each clip on a line, then the worst of each figure, then the controls. */
export function reportLines(report: QualityReport): readonly string[] {
  return [...clipLines(report), '', ...worstLines(report), '', ...controlLines(report)];
}

function clipLines({ clips }: QualityReport): readonly string[] {
  return clips.map(({ clip, readings }) => {
    const missed = readings.filter((reading) => !meetsLimit(reading));
    const verdict = missed.length === 0 ? 'ok' : `MISSED ${missed.map(({ name }) => name).join(', ')}`;
    const figures = readings.map((reading) => `${reading.name} ${valueText(reading)}`).join(' · ');
    return `${clip.padEnd(20)} ${verdict}\n    ${figures}`;
  });
}

function worstLines({ clips }: QualityReport): readonly string[] {
  const worst = new Map<string, { reading: Reading; clip: string; sum: number; count: number }>();
  for (const { clip, readings } of clips) {
    for (const reading of readings) {
      const known = worst.get(reading.name);
      const isWorse = !known || marginOf(reading) < marginOf(known.reading);
      const sum = (known?.sum ?? 0) + reading.value;
      const kept = isWorse ? { reading, clip } : { reading: known.reading, clip: known.clip };
      worst.set(reading.name, { ...kept, sum, count: (known?.count ?? 0) + 1 });
    }
  }
  const rows = [...worst.values()].map(({ reading, clip, sum, count }) => [
    reading.bar === undefined ? '' : String(reading.bar),
    reading.name,
    valueText({ ...reading, value: sum / count }),
    valueText(reading),
    limitText(reading),
    limitText(reading) === '' ? 'told only' : meetsLimit(reading) ? 'ok' : 'MISSED',
    clip,
  ]);
  return alignedRows([['bar', 'figure', 'mean', 'worst', 'limit', '', 'worst clip'], ...rows]);
}

function controlLines({ controls }: QualityReport): readonly string[] {
  const names = [...new Set(controls.map(({ control }) => control))];
  return names.map((name) => {
    const tried = controls.filter(({ control }) => control === name);
    const unnoticed = tried.filter(({ noticed }) => !noticed).map(({ clip }) => clip);
    const verdict = unnoticed.length === 0 ? 'ok' : `UNNOTICED in ${unnoticed.join(', ')}`;
    return `control: ${name.padEnd(30)} noticed in ${tried.length - unnoticed.length} of ${tried.length}  ${verdict}`;
  });
}

/** One line a figure. Only what is promised (has a bar) and limited is judged. */
export function readingRows(readings: readonly Reading[], valueHeading: string): readonly string[] {
  const rows = readings.map((reading) => [
    reading.bar === undefined ? '' : String(reading.bar),
    reading.name,
    valueText(reading),
    limitText(reading),
    reading.bar === undefined || limitText(reading) === '' ? '' : meetsLimit(reading) ? 'ok' : 'MISSED',
  ]);
  return alignedRows([['bar', 'figure', valueHeading, 'limit', ''], ...rows]);
}

export function alignedRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
