import { cleanUp } from '../../actions/operators/cleanup.ts';
import { setExpiryRules } from '../../actions/operators/expiry-rules.ts';
import { checkFileStore, readStorage } from '../../actions/operators/storage.ts';
import type { StoreUsage } from '../../actions/operators/store-usage.ts';
import { escapeHtml } from '../../domain/html.ts';
import type { OperatorCommand, OperatorPress } from '../operator-command.ts';
import type { OperatorTexts } from '../texts/en.ts';

export const storage: OperatorCommand = async ({ parts, texts, config }, given) => {
  given.end();
  const { kinds, owners, usage, freeBytes, diskBytes } = await readStorage(parts);
  const ofKinds = kinds.map(({ name, count, bytes }) =>
    texts.storageLine(kindName(texts, name), count, bytes),
  );
  const ofOwners = owners.map(({ name, count, bytes }) => {
    const owner = `<code>${escapeHtml(name.replace(/^telegram:/, ''))}</code>`;
    return texts.storageLine(owner, count, bytes);
  });
  const tables =
    kinds.length === 0
      ? [texts.storageEmpty]
      : [texts.storageKinds, ...ofKinds, '', texts.storageOwners, ...ofOwners];
  const place = texts.storeTitle(escapeHtml(config.fileStore));
  const disk = texts.diskFree(freeBytes, diskBytes);
  return {
    html: [texts.storageTitle, '', ...tables, '', place, ...usageLines(texts, usage), '', disk].join('\n'),
    rows: parts.files.setExpiry ? [[{ text: texts.expiryRules, press: 'rules' }]] : [],
    outcome: 'shown',
  };
};

function usageLines(texts: OperatorTexts, { folders, isWhole, problem }: StoreUsage): string[] {
  return [
    ...folders.map(({ folder, count, bytes }) => texts.filesLine(texts.storeFolders[folder], count, bytes)),
    ...(isWhole ? [] : [problem === undefined ? texts.notAllCounted : `❌ ${problemText(texts, problem)}`]),
  ];
}

/** Rules for what the bucket removes by itself; also the answer of who may not set them. */
export const setRules: OperatorPress = async ({ parts, texts }) => {
  const set = await setExpiryRules(parts);
  if (set.outcome === 'set') return { toast: texts.rulesSet, outcome: 'set' };
  if (set.outcome === 'unsupported') return { toast: texts.rulesUnsupported, outcome: 'unsupported' };
  const why = set.problem === 'permission' ? texts.rulesForbidden : problemText(texts, set.problem);
  return { toast: `❌ ${why}`, outcome: `refused: ${set.problem}` };
};

function problemText({ storeProblems }: OperatorTexts, problem: string): string {
  const known: Readonly<Record<string, string>> = storeProblems;
  return known[problem] ?? problem;
}

function kindName({ jobStages }: OperatorTexts, kind: string): string {
  const names: Readonly<Record<string, string>> = jobStages;
  return names[kind] ?? escapeHtml(kind);
}

export const cleanupTemp: OperatorCommand = async ({ parts, texts, now }, given) => {
  given.end();
  const { scratchFolders, orphanFiles, temporaryFiles, expiredResults, freedBytes } = await cleanUp(
    parts,
    now,
  );
  return {
    html: texts.cleaned({ scratchFolders, orphanFiles, temporaryFiles, expiredResults, freedBytes }),
    outcome: `removed ${scratchFolders} folders, ${orphanFiles + temporaryFiles} files, ${expiredResults} results`,
  };
};

export const r2Test: OperatorCommand = async ({ parts, texts, config }, given) => {
  given.end();
  const checks = await checkFileStore(parts);
  const lines = checks.map(({ step, ok, milliseconds, problem }) =>
    texts.storeStep(texts.storeSteps[step], ok, milliseconds, escapeHtml(problemText(texts, problem))),
  );
  const failed = checks.filter(({ ok }) => !ok).map(({ step }) => step);
  return {
    html: [texts.storeTitle(escapeHtml(config.fileStore)), '', ...lines].join('\n'),
    outcome: failed.length === 0 ? 'all steps passed' : `failed: ${failed.join(', ')}`,
  };
};
