/**
 * Writes assets/face-mesh/triangles.json: the triangles of MediaPipe's canonical face, without eyes and mouth opening.
 * They are taken from the npm package that ships them as a list of edges, three for each triangle.
 *
 *   node tools/face-triangles/run.ts
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packageName = '@tensorflow-models/face-landmarks-detection';
const packageVersion = '1.0.6';
const memberPath = 'package/dist/constants.js';
const pointCount = 468;
const triangleCount = 852;

const folder = mkdtempSync(join(tmpdir(), 'face-triangles-'));
try {
  const archive = execFileSync('npm', ['pack', `${packageName}@${packageVersion}`, '--silent'], {
    cwd: folder,
  })
    .toString()
    .trim()
    .split('\n')
    .at(-1);
  if (!archive) throw new Error('npm pack named no archive.');
  execFileSync('tar', ['xzf', archive, memberPath], { cwd: folder });
  const source = readFileSync(join(folder, memberPath), 'utf8');
  const triangles = trianglesOfEdges(edgesIn(source));
  const asset = {
    format: 'face-triangles/1',
    points: pointCount,
    triangles: triangles.length,
    encoding: 'base64 of little-endian uint16, three indices a triangle',
    source: `npm ${packageName} ${packageVersion}, ${memberPath}, MEDIAPIPE_FACE_MESH_CONNECTED_KEYPOINTS_PAIRS`,
    sourceSha256: createHash('sha256').update(source).digest('hex'),
    licence: 'Apache-2.0, Copyright Google LLC',
    indices: Buffer.from(new Uint16Array(triangles.flat()).buffer).toString('base64'),
  };
  const target = join(import.meta.dirname, '../../assets/face-mesh/triangles.json');
  writeFileSync(target, `${JSON.stringify(asset, null, 1)}\n`);
  console.log(`${triangles.length} triangles written to ${target}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function edgesIn(source: string): [number, number][] {
  const start = source.indexOf('[127, 34]');
  if (start < 0) throw new Error(`${memberPath} holds no list that begins with [127, 34].`);
  const list = source.slice(start, source.indexOf('];', start));
  return [...list.matchAll(/\[(\d+), (\d+)\]/g)].map(([, from, to]) => [Number(from), Number(to)]);
}

function trianglesOfEdges(edges: [number, number][]): number[][] {
  const triangles: number[][] = [];
  for (let at = 0; at + 2 < edges.length; at += 3) {
    const [first, second, third] = edges.slice(at, at + 3) as [number, number][] as [
      [number, number],
      [number, number],
      [number, number],
    ];
    if (first[1] !== second[0] || second[1] !== third[0] || third[1] !== first[0]) {
      throw new Error(`Edges ${at} to ${at + 2} are no triangle.`);
    }
    triangles.push([first[0], second[0], third[0]]);
  }
  if (triangles.length !== triangleCount || triangles.flat().some((index) => index >= pointCount)) {
    throw new Error(
      `Found ${triangles.length} triangles, expected ${triangleCount} of ${pointCount} points.`,
    );
  }
  return triangles;
}
