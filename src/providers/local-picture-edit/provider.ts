import { join } from 'node:path';
import { mediaProblem } from '../../domain/media/media-problem.ts';
import { AppError } from '../../kernel/errors.ts';
import type { FaceAnalysisPort } from '../../ports/face-analysis.ts';
import type { PictureEditPort, PictureEditRequest } from '../../ports/picture-edit.ts';
import type { WorkContext } from '../../ports/work.ts';
import { parseEditPrompt } from './parse-edit-prompt.ts';
import { editId, needsMatte, type PictureEdit } from './picture-edits.ts';
import { runEdit } from './run-edit.ts';

export interface LocalPictureEditOptions {
  /** Where the built-in background plates are. */
  readonly platesFolder: string;
  /** Finds face and person where a request brings none; without it such edits are refused. */
  readonly faceAnalysis?: FaceAnalysisPort;
}

const maxPromptLength = 500;
const abilities =
  'It can: show closer or wider, make brighter, darker, warmer, cooler, change contrast or colours, black and white, ' +
  'mirror, blur the background, replace it by a living room, kitchen, home office, cafe, street, warm wall or a plain colour.';

/** Simple edits by rules, without a model that draws: what isn't understood is refused and nothing is invented. */
export function createLocalPictureEdit(options: LocalPictureEditOptions): PictureEditPort {
  return {
    adapter: { name: 'local-picture-edit', version: '1', kind: 'local' },
    async start(request, context) {
      const edits = understood(request.prompt);
      const { mattePath, face } = await whereThePersonIs(request, edits, options.faceAnalysis, context);
      context.reportProgress(0.4);
      const picturePath = join(context.workFolder, 'edited.png');
      const job = {
        picturePath: request.picture.path,
        edits,
        platesFolder: options.platesFolder,
        outputPath: picturePath,
        ...(mattePath && { mattePath }),
        ...(face && { face: face.box }),
      };
      await runEdit(job, context.signal);
      context.reportProgress(1);
      const applied = edits.map(editId);
      return {
        status: 'completed',
        result: { picturePath, applied, cost: { estimatedUsd: 0, actualUsd: 0 }, warnings: [] },
      };
    },
    async status() {
      throw new AppError('internal', 'The local picture edit ends at once: it has no operations to ask for.');
    },
  };
}

function understood(prompt: string): readonly PictureEdit[] {
  if (prompt.length > maxPromptLength) {
    throw refusal(
      `The prompt has ${prompt.length} characters, at most ${maxPromptLength} are allowed.`,
      mediaProblem('prompt-too-long', { found: prompt.length, allowed: maxPromptLength }),
    );
  }
  const { edits, unknown } = parseEditPrompt(prompt);
  if (unknown.length > 0) {
    const words = unknown.slice(0, 8).join(' ');
    throw refusal(
      `The built-in picture edit does not understand "${words}": it draws nothing new and makes no new people. ${abilities}`,
      mediaProblem('not-understood', { notUnderstood: words.slice(0, 100) }),
    );
  }
  if (edits.length === 0) {
    throw refusal(`The prompt asks for no change. ${abilities}`, mediaProblem('no-change', {}));
  }
  return edits;
}

function refusal(message: string, details: AppError['details']): AppError {
  return new AppError('provider-refused', message, { details });
}

type Whereabouts = Pick<PictureEditRequest, 'face'> & { readonly mattePath?: string };

async function whereThePersonIs(
  request: PictureEditRequest,
  edits: readonly PictureEdit[],
  faceAnalysis: FaceAnalysisPort | undefined,
  context: WorkContext,
): Promise<Whereabouts> {
  const wantsMatte = edits.some(needsMatte);
  const wantsFace = wantsMatte || edits.some(({ kind }) => kind === 'closer');
  if (!wantsFace) return {};
  const face = request.face ?? (await faceAnalysis?.inspect(request.picture, context))?.faces[0];
  if (!wantsMatte) return face ? { face } : {};
  if (request.matte) return { mattePath: request.matte.path, ...(face && { face }) };
  if (!face || !faceAnalysis) return face ? { face } : {};
  const { mattePath } = await faceAnalysis.matte(request.picture, face, context);
  return { mattePath, face };
}
