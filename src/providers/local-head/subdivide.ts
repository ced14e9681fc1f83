/** Rows of numbers, one row a vertex. The first two columns are its position. */
export interface VertexRows {
  readonly columns: number;
  readonly rows: Float64Array[];
}

export interface Subdivision {
  /** Four triangles for each, three indices a triangle. */
  readonly triangles: number[];
  /** The new vertex between two that share an edge. */
  between(first: number, second: number): number;
}

interface Edge {
  readonly opposite: number[];
  readonly ends: readonly [number, number];
}

const keyOf = (first: number, second: number) =>
  first < second ? first * 65536 + second : second * 65536 + first;

/**
 * Splits each triangle in four. Columns from `smoothFrom` on are interpolated by the butterfly scheme (Dyn, Levin,
 * Gregory 1990), so that motion bends smoothly over the edges; the columns before it linearly. Along borders all
 * columns follow the four-point scheme; `corners` end it.
 */
export function subdivide(
  vertices: VertexRows,
  triangles: readonly number[],
  options: { readonly smoothFrom: number; readonly corners: ReadonlySet<number> },
): Subdivision {
  const edges = edgesOf(triangles);
  const border = borderNeighbours(edges);
  const made = new Map<number, number>();
  const between = (first: number, second: number): number => {
    const key = keyOf(first, second);
    const known = made.get(key);
    if (known !== undefined) return known;
    const edge = edges.get(key);
    if (!edge) throw new Error(`Vertices ${first} and ${second} share no edge.`);
    const stencil =
      edge.opposite.length === 1
        ? borderStencil(edge, border, options.corners)
        : butterflyStencil(edge, edges);
    const linear =
      edge.opposite.length === 1
        ? stencil
        : ([
            [first, 0.5],
            [second, 0.5],
          ] as const);
    const row = new Float64Array(vertices.columns);
    for (let column = 0; column < vertices.columns; column += 1) {
      for (const [vertex, weight] of column < options.smoothFrom ? linear : stencil) {
        row[column] = (row[column] ?? 0) + weight * (vertices.rows[vertex]?.[column] ?? 0);
      }
    }
    vertices.rows.push(row);
    made.set(key, vertices.rows.length - 1);
    return vertices.rows.length - 1;
  };
  const split: number[] = [];
  for (let at = 0; at < triangles.length; at += 3) {
    const [a, b, c] = [triangles[at] as number, triangles[at + 1] as number, triangles[at + 2] as number];
    const [ab, bc, ca] = [between(a, b), between(b, c), between(c, a)];
    split.push(a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca);
  }
  return { triangles: split, between };
}

function edgesOf(triangles: readonly number[]): Map<number, Edge> {
  const edges = new Map<number, Edge>();
  for (let at = 0; at < triangles.length; at += 3) {
    for (let side = 0; side < 3; side += 1) {
      const first = triangles[at + side] as number;
      const second = triangles[at + ((side + 1) % 3)] as number;
      const third = triangles[at + ((side + 2) % 3)] as number;
      const key = keyOf(first, second);
      const edge = edges.get(key);
      if (edge) edge.opposite.push(third);
      else edges.set(key, { opposite: [third], ends: [first, second] });
    }
  }
  return edges;
}

function borderNeighbours(edges: ReadonlyMap<number, Edge>): Map<number, number[]> {
  const neighbours = new Map<number, number[]>();
  const add = (from: number, to: number) => neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
  for (const { opposite, ends } of edges.values()) {
    if (opposite.length !== 1) continue;
    add(ends[0], ends[1]);
    add(ends[1], ends[0]);
  }
  return neighbours;
}

type Stencil = readonly (readonly [vertex: number, weight: number])[];

function borderStencil(
  edge: Edge,
  border: ReadonlyMap<number, number[]>,
  corners: ReadonlySet<number>,
): Stencil {
  const [first, second] = edge.ends;
  const beyond = (from: number, other: number) =>
    corners.has(from) ? undefined : border.get(from)?.find((vertex) => vertex !== other);
  const [before, after] = [beyond(first, second), beyond(second, first)];
  if (before !== undefined && after !== undefined) {
    return [
      [before, -1 / 16],
      [first, 9 / 16],
      [second, 9 / 16],
      [after, -1 / 16],
    ];
  }
  if (after !== undefined)
    return [
      [first, 3 / 8],
      [second, 6 / 8],
      [after, -1 / 8],
    ];
  if (before !== undefined)
    return [
      [second, 3 / 8],
      [first, 6 / 8],
      [before, -1 / 8],
    ];
  return [
    [first, 0.5],
    [second, 0.5],
  ];
}

function butterflyStencil(edge: Edge, edges: ReadonlyMap<number, Edge>): Stencil {
  const [first, second] = edge.ends;
  const stencil: [number, number][] = [
    [first, 0.5],
    [second, 0.5],
  ];
  for (const opposite of edge.opposite) {
    stencil.push([opposite, 1 / 8]);
    for (const [near, far] of [
      [first, second],
      [second, first],
    ] as const) {
      const wing = edges.get(keyOf(near, opposite))?.opposite.find((vertex) => vertex !== far);
      // Beyond a border the surface is continued straight: near + opposite - far.
      if (wing !== undefined) stencil.push([wing, -1 / 16]);
      else stencil.push([near, -1 / 16], [opposite, -1 / 16], [far, 1 / 16]);
    }
  }
  return stencil;
}
