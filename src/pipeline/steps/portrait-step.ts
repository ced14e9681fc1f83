import { extname } from 'node:path';
import { judgePortrait } from '../../domain/face/judge-portrait.ts';
import type { Presenter } from '../../domain/presenter/presenter.ts';
import { AppError } from '../../kernel/errors.ts';
import { sha256OfFile } from '../../platform/files/sha256.ts';
import type { WorkContext } from '../../ports/work.ts';
import { inputFileAt } from '../input-file.ts';
import type { PipelineParts } from '../parts.ts';
import { completed, type Made, noCost, type StepDefinition, type StepInput } from './step-definition.ts';

/** The cast's pictures and landmarks come ready-made; raised when one of them changes in kind. */
const castAdapter = { name: 'cast', version: '1', kind: 'local' } as const;

/** The presenter's picture, upright, with the face found in it and a matte where it has no alpha of its own. */
export const portraitStep: StepDefinition<'portrait'> = {
  kind: 'portrait',
  adapter: (parts, { order }) => (order.presenter.kind === 'cast' ? castAdapter : parts.faces.adapter),
  material: async (parts, { order }) => {
    if (order.presenter.kind === 'own') return { picture: order.presenter.picture.sha256 };
    const presenter = castPresenter(parts, order.presenter.id);
    return {
      picture: await sha256OfFile(presenter.picturePath),
      background: await sha256OfFile(presenter.backgroundPath),
    };
  },
  start: async (parts, input, context) =>
    completed(
      input.order.presenter.kind === 'cast'
        ? await castPortrait(parts, castPresenter(parts, input.order.presenter.id))
        : await ownPortrait(parts, input, context),
    ),
};

function castPresenter(parts: PipelineParts, id: string): Presenter {
  const presenter = parts.cast.presenters.find((candidate) => candidate.id === id);
  if (!presenter)
    throw new AppError('invalid-presenter', `The presenter ${id} is no longer part of the cast.`);
  return presenter;
}

async function castPortrait(parts: PipelineParts, presenter: Presenter): Promise<Made<'portrait'>> {
  return {
    value: { face: await parts.cast.faceOf(presenter.id) },
    files: { picture: fileAt(presenter.picturePath), background: fileAt(presenter.backgroundPath) },
    cost: noCost,
    warnings: [],
  };
}

async function ownPortrait(
  parts: PipelineParts,
  { order }: StepInput,
  context: WorkContext,
): Promise<Made<'portrait'>> {
  if (order.presenter.kind !== 'own') throw new Error('only own presenters are analysed');
  const original = await parts.files.open(order.presenter.picture.key);
  const { picturePath, hasAlpha } = await parts.faces.upright(original, context);
  context.reportProgress(0.3);
  const picture = await inputFileAt(picturePath, 'image/png');
  const judged = judgePortrait(await parts.faces.inspect(picture, context));
  if (!judged.ok) {
    const { kind: problem, message, details } = judged.refusal;
    throw new AppError('invalid-portrait', message, { details: { problem, ...details } });
  }
  context.reportProgress(0.6);
  const mattePath = hasAlpha ? undefined : (await parts.faces.matte(picture, judged.face, context)).mattePath;
  return {
    value: { face: judged.face },
    files: { picture: fileAt(picturePath), matte: mattePath ? fileAt(mattePath) : undefined },
    cost: noCost,
    warnings: judged.warnings.map((warning) => warning.message),
  };
}

const mimeOfExtension: Readonly<Record<string, string>> = { '.webp': 'image/webp', '.png': 'image/png' };

function fileAt(path: string): { path: string; mime: string } {
  return { path, mime: mimeOfExtension[extname(path)] ?? 'application/octet-stream' };
}
