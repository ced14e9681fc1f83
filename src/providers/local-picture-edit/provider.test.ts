import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  assetsFolder,
  castPeople,
  channelOf,
  overPlate,
  scaledTo,
  storedFace,
  type TestFolder,
  testFolder,
} from '../../../test/support/cast-pictures.ts';
import type { FaceMesh } from '../../domain/face/face-mesh.ts';
import { isAppError } from '../../kernel/errors.ts';
import { pictureEditContract } from '../../ports/picture-edit.contract.ts';
import type { InputFile } from '../../ports/work.ts';
import { createLocalPictureEdit } from './provider.ts';

const platesFolder = join(assetsFolder, 'backgrounds');
const port = createLocalPictureEdit({ platesFolder });
const presenter = 'timur';

pictureEditContract('local', async () => ({
  port,
  portrait: scaledTo(await overPlate(presenter), 540).toBuffer('image/png'),
  prompts: { en: 'make it a little warmer', ru: 'сделай ярче, пожалуйста' },
  refusedPrompt: 'put a hat on him',
  close: async () => undefined,
}));

describe('local picture edit', () => {
  let folder: TestFolder;
  let picture: InputFile;
  let matte: InputFile;
  let face: FaceMesh;

  beforeAll(async () => {
    folder = await testFolder();
    picture = await folder.file(scaledTo(await overPlate(presenter), 540).toBuffer('image/png'), 'image/png');
    matte = await folder.file(await alphaAsGrey(), 'image/png');
    const { box, ...rest } = await storedFace(presenter);
    const halved = { x: box.x / 2, y: box.y / 2, width: box.width / 2, height: box.height / 2 };
    face = { ...rest, box: halved };
  });

  afterAll(() => folder.remove());

  /** The cut-out's own alpha: the true matte. */
  async function alphaAsGrey(): Promise<Buffer> {
    const person = await loadImage(join(assetsFolder, `cast/${presenter}.webp`));
    const canvas = createCanvas(person.width, person.height);
    const context = canvas.getContext('2d');
    context.drawImage(person, 0, 0);
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#000000';
    context.fillRect(0, 0, canvas.width, canvas.height);
    return scaledTo(canvas, 540).toBuffer('image/png');
  }

  const edit = async (prompt: string) => {
    const answer = await port.start({ picture, prompt, face, matte }, await folder.work());
    if (answer.status !== 'completed') throw new Error('local work ends at once');
    const image = await loadImage(answer.result.picturePath);
    const channels = await Promise.all([0, 1, 2, 3].map((i) => channelOf(answer.result.picturePath, i)));
    const at = (x: number, y: number) => channels.map((channel) => channel[y * image.width + x] ?? -1);
    return { ...answer.result, width: image.width, height: image.height, at };
  };

  const corner = [15, 15] as const;
  const cheek = [270, 280] as const;

  it('lights the whole picture, or only what is named', async () => {
    const plain = await originalAt();
    const brighter = await edit('brighter');
    expect(sum(brighter.at(...corner))).toBeGreaterThan(sum(plain(...corner)) + 10);
    expect(sum(brighter.at(...cheek))).toBeGreaterThan(sum(plain(...cheek)) + 10);
    const behind = await edit('фон темнее');
    expect(behind.applied).toEqual(['background-darker']);
    expect(sum(behind.at(...corner))).toBeLessThan(sum(plain(...corner)) - 10);
    expect(behind.at(...cheek)).toEqual(plain(...cheek));
  });

  it('warms and cools without changing the brightness much', async () => {
    const plain = await originalAt();
    const warm = (await edit('warmer')).at(...cheek);
    const cool = (await edit('холоднее')).at(...cheek);
    const blueShare = (rgb: readonly number[]) => (rgb[2] ?? 0) / sum(rgb.slice(0, 3));
    expect(blueShare(warm)).toBeLessThan(blueShare(plain(...cheek)));
    expect(blueShare(cool)).toBeGreaterThan(blueShare(plain(...cheek)));
    expect(Math.abs(sum(warm) - sum(plain(...cheek)))).toBeLessThan(30);
  });

  it('puts the person before a plain colour, opaque, and leaves them as they are', async () => {
    const plain = await originalAt();
    const result = await edit('white background');
    expect(result.applied).toEqual(['plain-background-white']);
    expect(result.at(...corner)).toEqual([250, 250, 250, 255]);
    expect(result.at(...cheek)).toEqual(plain(...cheek));
  });

  it.each(castPeople.slice(0, 3).map(({ background }) => background))(
    'puts the person into the %s',
    async (plate) => {
      const result = await edit(plate.replaceAll('-', ' '));
      expect(result.applied).toEqual([`plate-${plate}`]);
      const image = await loadImage(join(platesFolder, `${plate}.webp`));
      const canvas = createCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      // A plate of 9:16 fills a picture of 4:5 by its width; its middle is kept.
      const [x, y] = corner;
      const expected = context.getImageData(2 * x, 2 * y + (1920 - 1350) / 2, 1, 1).data;
      result.at(x, y).forEach((value, i) => {
        expect(Math.abs(value - (expected[i] ?? 0))).toBeLessThan(6);
      });
    },
  );

  it('blurs only what is behind', async () => {
    const plain = await originalAt();
    const result = await edit('размой фон');
    expect(result.at(...cheek)).toEqual(plain(...cheek));
    const roughness = (at: (x: number, y: number) => readonly number[]) => {
      let rough = 0;
      for (let x = 10; x < 110; x++)
        rough += Math.abs(sum(at(x, 100)) - 2 * sum(at(x + 1, 100)) + sum(at(x + 2, 100)));
      return rough;
    };
    expect(roughness(result.at)).toBeLessThan(roughness(plain) * 0.6);
  });

  it('mirrors', async () => {
    const plain = await originalAt();
    const result = await edit('отзеркаль');
    expect(result.at(...cheek)).toEqual(plain(539 - cheek[0], cheek[1]));
  });

  it('shows closer by cropping round the face, in the same shape', async () => {
    const result = await edit('крупнее');
    expect(result.width).toBeLessThan(450);
    expect(result.width / result.height).toBeCloseTo(1080 / 1350, 2);
  });

  it('refuses a closer shot of what is close, a wider one of who reaches the edge, a background of nobody', async () => {
    const tight = { ...face, box: { x: 50, y: 100, width: 440, height: 500 } };
    const refusal = async (request: Parameters<typeof port.start>[0]) =>
      await expect(port.start(request, await folder.work())).rejects.toSatisfy((error) =>
        isAppError(error, 'provider-refused'),
      );
    await refusal({ picture, prompt: 'closer', face: tight });
    await refusal({ picture, prompt: 'white background' });
    const everywhere = createCanvas(540, 675);
    const context = everywhere.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 250, 540, 425);
    await refusal({
      picture,
      prompt: 'wider',
      face,
      matte: await folder.file(everywhere.toBuffer('image/png')),
    });
  });

  it('keeps the transparency of a cut-out, and can give it a background', async () => {
    const cutOut = await loadImage(join(assetsFolder, `cast/${presenter}.webp`));
    const canvas = createCanvas(cutOut.width, cutOut.height);
    canvas.getContext('2d').drawImage(cutOut, 0, 0);
    const transparent = await folder.file(canvas.toBuffer('image/png'), 'image/png');
    const cornerAlpha = async (prompt: string) => {
      const answer = await port.start({ picture: transparent, prompt, face }, await folder.work());
      if (answer.status !== 'completed') throw new Error('local work ends at once');
      return (await channelOf(answer.result.picturePath, 3))[0];
    };
    expect(await cornerAlpha('warmer')).toBe(0);
    expect(await cornerAlpha('на кухне')).toBe(255);
  });

  it('says what it can do when it does not understand, and that it draws nothing new', async () => {
    const asked = port.start({ picture, prompt: 'a smiling woman on a beach' }, await folder.work());
    await expect(asked).rejects.toThrow(
      /does not understand "smiling .*beach".*makes no new people.*blur the background/,
    );
    const long = port.start({ picture, prompt: 'brighter '.repeat(100) }, await folder.work());
    await expect(long).rejects.toThrow(/at most 500/);
  });

  async function originalAt() {
    const channels = await Promise.all([0, 1, 2, 3].map((i) => channelOf(picture.path, i)));
    return (x: number, y: number) => channels.map((channel) => channel[y * 540 + x] ?? -1);
  }
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
