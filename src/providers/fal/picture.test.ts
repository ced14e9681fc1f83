import { readFile } from 'node:fs/promises';
import { loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overPlate, scaledTo, type TestFolder, testFolder } from '../../../test/support/cast-pictures.ts';
import { errorOf, type FalWorld, finished, openFalWorld } from '../../../test/support/fal-world.ts';
import { recordedSpending } from '../../../test/support/recorded-spending.ts';
import { pictureEditContract } from '../../ports/picture-edit.contract.ts';
import { pictureMakingContract } from '../../ports/picture-making.contract.ts';
import type { InputFile } from '../../ports/work.ts';
import { falPictureModels } from '../../platform/config/fal-models.ts';

pictureEditContract('fal, nano-banana', async () => {
  const world = await openFalWorld();
  return {
    port: world.fal.pictureEdit,
    portrait: scaledTo(await overPlate('timur'), 540).toBuffer('image/png'),
    prompts: { en: 'put a red hat on him', ru: 'надень на него красную шапку' },
    refusedPrompt: 'something forbidden',
    spending: () => recordedSpending(),
    close: () => world.close(),
  };
});

pictureMakingContract('fal, nano-banana', async () => {
  const world = await openFalWorld();
  return {
    port: world.fal.pictureMaking,
    refusedPrompt: 'something forbidden',
    spending: () => recordedSpending(),
    close: () => world.close(),
  };
});

describe('pictures by fal.ai', () => {
  let world: FalWorld;
  let folder: TestFolder;
  let picture: InputFile;

  beforeAll(async () => {
    world = await openFalWorld();
    folder = await testFolder();
    const canvas = scaledTo(await overPlate('mira'), 720);
    picture = await folder.file(canvas.toBuffer('image/png'), 'image/png');
  });
  afterAll(async () => {
    await world.close();
    await folder.remove();
  });

  it.each(falPictureModels)('are edited and made by %s as its inputs are published', async (pictureModel) => {
    const fal = world.adapter({ pictureModel });
    const before = world.double.paidSubmits;
    const edited = await finished(fal.pictureEdit, { picture, prompt: 'a blue scarf' }, world.context());
    const made = await finished(fal.pictureMaking, { prompt: 'a cook', gender: 'male' }, world.context());
    const price = pictureModel === 'nano-banana' ? 0.039 : 0.15;
    for (const { cost } of [edited, made]) expect(cost).toEqual({ estimatedUsd: price, actualUsd: price });
    expect(world.double.paidSubmits).toBe(before + 2);
  });

  it('come back no smaller than what was edited, since a face must not become too small', async () => {
    const { picturePath } = await finished(
      world.fal.pictureEdit,
      { picture, prompt: 'a blue scarf' },
      world.context(),
    );
    const image = await loadImage(picturePath);
    expect(image.height).toBe(900);
    expect(image.width).toBeGreaterThanOrEqual(720);
    expect((await readFile(picturePath)).toString('latin1', 1, 4)).toBe('PNG');
  });

  it('are asked for with the words of the user, and with what makes a face speak', async () => {
    const prompt = 'женщина-бариста,\n  лет сорока';
    await finished(world.fal.pictureMaking, { prompt, gender: 'female' }, world.context());
    const input = world.double.jobs.at(-1)?.input as { prompt: string; aspect_ratio: string };
    expect(input.aspect_ratio).toBe('9:16');
    expect(input.prompt).toMatch(/one adult woman.*at least 21.*женщина-бариста, лет сорока/);
    expect(input.prompt).toMatch(/exactly one person.*half-body.*faces the camera/s);
  });

  it('that the model answers with words alone are a refusal, not a fault', async () => {
    const error = await errorOf(
      finished(world.fal.pictureMaking, { prompt: 'speechless', gender: 'male' }, world.context()),
    );
    expect(error).toMatchObject({
      reason: 'provider-refused',
      details: { problem: 'safety' },
      retryable: false,
    });
  });

  it('of too many words, or none, are refused before anything is sent', async () => {
    const { submit } = world.double.calls;
    for (const [prompt, problem] of [
      ['x'.repeat(1001), 'prompt-too-long'],
      [' \n ', 'no-change'],
    ] as const) {
      const error = await errorOf(world.fal.pictureEdit.start({ picture, prompt }, world.context()));
      expect(error).toMatchObject({ reason: 'provider-refused', details: { problem } });
    }
    expect(world.double.calls.submit).toBe(submit);
  });

  it('that are none are the service’s fault, not the user’s', async () => {
    world.double.fail('file', { kind: 'answer', status: 200, body: '<html>no picture</html>' });
    const asked = finished(world.fal.pictureMaking, { prompt: 'a cook', gender: 'male' }, world.context());
    expect(await errorOf(asked)).toMatchObject({
      reason: 'provider-answer-unusable',
      details: { problem: 'no-picture' },
    });
  });
});
