import { editPicture } from '../actions/edit-picture.ts';
import { AppError } from '../kernel/errors.ts';
import type { UseApp } from './app.ts';
import { type OptionSpec, type ParsedOptions, textOption } from './arguments.ts';
import type { Output } from './output.ts';
import { checkedOutputPath, refuseOverwriting } from './output-path.ts';

export const editOptions = {
  picture: { value: 'IMAGE', help: 'JPEG, PNG or WebP with one clear face' },
  prompt: { value: 'TEXT', help: 'what to change, such as "closer, warmer light, blur the background"' },
  out: { value: 'FILE', help: 'where the result goes: a .png file' },
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

export async function editCommand(options: ParsedOptions, useApp: UseApp, output: Output): Promise<void> {
  const picturePath = required(options, 'picture');
  const prompt = required(options, 'prompt');
  const destination = await checkedOutputPath(required(options, 'out'), '--out', '.png');
  await refuseOverwriting(destination, { picture: picturePath });
  await useApp(async ({ parts, stopping }) => {
    const applied = await editPicture(parts, { picturePath, prompt }, destination, stopping);
    output.line(`${destination} · ${applied.join(', ')}`);
    output.event({ event: 'edited', picturePath: destination, applied });
  });
}

function required(options: ParsedOptions, name: keyof typeof editOptions): string {
  const value = textOption(options, name);
  if (value !== undefined) return value;
  throw new AppError('invalid-arguments', `--${name} is missing: ${editOptions[name].help}.`);
}
