/**
 * Every mouth shape, a blink, raised brows and the head's extremes of one presenter on one sheet.
 *
 *   node tools/contact-sheet/viseme-sheet.ts PRESENTER OUT.png [mouth|eyes|face|frame] [WIDTHxHEIGHT]
 */
import { writeFileSync } from 'node:fs';
import { createCanvas } from '@napi-rs/canvas';
import { mouthShapes } from '../../src/domain/viseme/mouth-shapes.ts';
import { visemes } from '../../src/domain/viseme/viseme.ts';
import { createFramePainter, type PainterPose } from '../../src/providers/local-head/frame-painter.ts';
import { restingHead } from '../../src/providers/local-head/pose.ts';
import { buildScene, type Scene } from '../../src/providers/local-head/scene.ts';
import { assetsFolder, portraitOf } from '../../test/support/cast-portrait.ts';
import { canvasOf } from './frame-picture.ts';

const [presenter = 'sofia', target = 'visemes.png', part = 'mouth', size = '1080x1920'] =
  process.argv.slice(2);
const [width = 1080, height = 1920] = size.split('x').map(Number);
const rest: PainterPose = { units: {}, lipsTogether: 0, closure: 0, tongue: 0, head: restingHead };

const eyePoses: [string, PainterPose][] = [0, 0.25, 0.5, 0.75, 1].map((blink) => [
  `blink ${blink}`,
  { ...rest, units: { blink } },
]);
const allPoses: [string, PainterPose][] = [
  ...visemes.map((viseme): [string, PainterPose] => {
    const { weights, tongue } = mouthShapes[viseme];
    return [
      viseme,
      {
        ...rest,
        units: weights,
        tongue,
        lipsTogether: viseme === 'sil' ? 0 : 1,
        closure: viseme === 'PP' ? 1 : 0,
      },
    ];
  }),
  ['blink', { ...rest, units: { blink: 1 } }],
  ['half blink', { ...rest, units: { blink: 0.5 } }],
  ['brows', { ...rest, units: { 'brows-up': 0.6 } }],
  ['turned', { ...rest, units: mouthShapes.aa.weights, head: { ...restingHead, yaw: 0.07, roll: 0.025 } }],
  [
    'turned back',
    { ...rest, units: mouthShapes.E.weights, head: { ...restingHead, yaw: -0.07, pitch: 0.05 } },
  ],
  ['wide', { ...rest, units: { 'mouth-open': 0.55 } }],
];

const poses = part === 'eyes' ? [...eyePoses, ...allPoses.slice(-4, -3)] : allPoses;
const portrait = portraitOf(presenter);
const scene = await buildScene({ ...portrait, assetsFolder, frame: { width, height } });
const painter = createFramePainter(scene);
const view = viewOf(scene, part);
const columns = part === 'frame' ? 8 : part === 'eyes' ? 3 : 6;
const cellWidth = part === 'eyes' ? 500 : 280;
const cell = { width: cellWidth, height: Math.round((cellWidth * view.height) / view.width) };
const sheet = createCanvas(columns * cell.width, Math.ceil(poses.length / columns) * cell.height);
const context = sheet.getContext('2d');
context.imageSmoothingQuality = 'high';
poses.forEach(([name, pose], at) => {
  const gap = painter.paint(pose);
  const [x, y] = [(at % columns) * cell.width, Math.floor(at / columns) * cell.height];
  context.drawImage(
    canvasOf(painter.frame),
    view.x,
    view.y,
    view.width,
    view.height,
    x,
    y,
    cell.width,
    cell.height,
  );
  context.fillStyle = '#ff0';
  context.font = '16px sans-serif';
  context.fillText(`${name} ${gap.toFixed(3)}`, x + 6, y + 18);
});
writeFileSync(target, sheet.toBuffer('image/png'));
console.log(
  `${target}: eyes ${scene.rig.face.interOcular.toFixed(0)} px apart, teeth light ${scene.teethLight.map((value) => value.toFixed(2)).join(' ')}${scene.hasGlasses ? ', glasses' : ''}`,
);

function viewOf({ rig }: Scene, name: string) {
  const { interOcular, centre } = rig.face;
  const [mouthX = 0, mouthY = 0] = rig.face.points[13] ?? [];
  const [eyesX = 0, eyesY = 0] = rig.face.points[168] ?? [];
  const around = (x: number, y: number, w: number, h: number) => ({
    x: x - w / 2,
    y: y - h / 2,
    width: w,
    height: h,
  });
  if (name === 'mouth')
    return around(mouthX, mouthY + interOcular * 0.1, interOcular * 1.5, interOcular * 1.2);
  if (name === 'eyes') return around(eyesX, eyesY, interOcular * 2, interOcular * 0.9);
  if (name === 'face') return around(centre[0], centre[1], interOcular * 4.2, interOcular * 5.2);
  return { x: 0, y: 0, width, height };
}
