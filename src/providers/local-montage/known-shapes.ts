import type { Size } from '../../domain/geometry.ts';
import type { PersonShape } from '../../domain/montage/video-plan.ts';
import type { InputFile } from '../../ports/work.ts';

/** Shapes are a few numbers; a person tries some looks of one or two videos. */
const mostShapes = 100;

/** Where the people of the last videos were found: the same file is looked at once, whatever is drawn with it. */
export interface KnownShapes {
  of(
    file: InputFile,
    head: Size,
    look: () => Promise<PersonShape | undefined>,
  ): Promise<PersonShape | undefined>;
}

export function createKnownShapes(): KnownShapes {
  const known = new Map<string, PersonShape | undefined>();
  return {
    async of({ sha256 }, { width, height }, look) {
      const key = `${sha256} ${width}x${height}`;
      if (known.has(key)) return known.get(key);
      const shape = await look();
      known.set(key, shape);
      const [oldest] = known.keys();
      if (known.size > mostShapes && oldest !== undefined) known.delete(oldest);
      return shape;
    },
  };
}
