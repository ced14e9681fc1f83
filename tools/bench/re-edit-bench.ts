import { median } from './cpu-seconds.ts';
import { join } from 'node:path';
import type { Reading } from '../quality/reading.ts';
import { type Bench, edits, longItem, repeat, type StillRow } from './bench.ts';

/** Bar 5: another look of an ad that is made already calls neither speech nor head again; previews are cheap. */
export const reEditBench: Bench = {
  name: 're-edit',
  measure: async ({ runs, folder, subject, tell }) => {
    const data = join(folder, 're-edit');
    await subject('order', { item: longItem, folder: data, edit: 'none' });
    const readings: Reading[] = [];
    for (const edit of edits) {
      const calls = await subject('order', { item: longItem, folder: data, edit });
      const paid = calls.speechCalls + calls.headCalls;
      readings.push({
        bar: 5,
        name: `speech and head calls, ${edit} changed`,
        value: paid,
        unit: '',
        max: 0,
      });
      const montages = { name: `montage calls, ${edit} changed`, value: calls.montageCalls, unit: '' };
      readings.push(edit === 'none' ? { ...montages, bar: 5, max: 0 } : montages);
      tell(
        `${edit}: ${paid} speech and head calls, ${calls.montageCalls} montage calls, ${calls.wallSeconds.toFixed(1)} s`,
      );
    }
    const preparedFolder = join(folder, 're-edit-parts');
    await subject('prepare', { item: longItem, folder: preparedFolder });
    const previews = await repeat(runs, () => subject('preview', { folder: preparedFolder }));
    const { rows } = await subject('stills', { folder: preparedFolder, runs });
    const previewCost = median(
      previews.map(({ cpuSeconds, videoSeconds }) => (cpuSeconds * 15) / videoSeconds),
    );
    return [
      ...readings,
      { bar: 5, name: '540p preview of 15 s', value: previewCost, unit: 'CPU-s', max: 3 },
      ...rows.map(stillReading),
    ];
  },
};

function stillReading({ what, cpuSeconds, isFirstLook }: StillRow): Reading {
  const reading = { bar: 5, name: `still: ${what}`, value: cpuSeconds, unit: 'CPU-s' };
  return isFirstLook ? reading : { ...reading, max: 0.5 };
}
