import type { Graph, Shape } from './shape';

/** A place and a size, in pixels, relative to the group around it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A thing at its place. */
export interface Placed {
  readonly shape: Shape;
  readonly box: Box;
  /** Of a group: what is in it. */
  readonly inside: Layout | undefined;
}

/** A line through points, from the end of one thing to the beginning of another. */
export type Line = readonly (readonly [x: number, y: number])[];

/** A graph with a place for everything. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly placed: readonly Placed[];
  readonly lines: readonly Line[];
}

const letter = 7;
const stepHeight = 44;
const gap = { across: 28, down: 40 } as const;
const padding = 18;
const header = 26;

/** A thing, or the place where a long line passes through a layer. */
interface Slot {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly placed: ((box: Box) => Placed) | undefined;
}

const textWidth = (text: string): number => [...text].length * letter;

const slotOf = (shape: Shape): Slot => {
  if (shape.kind === 'step') {
    const width = Math.max(110, textWidth(shape.label) + 36);
    return {
      id: shape.id,
      width,
      height: stepHeight,
      placed: (box) => ({ shape, box, inside: undefined }),
    };
  }
  const inside = layoutOf(shape.graph);
  return {
    id: shape.id,
    width: Math.max(inside.width, textWidth(shape.label)) + 2 * padding,
    height: inside.height + header + padding,
    placed: (box) => ({ shape, box, inside }),
  };
};

/** The layer of every thing: one more than the last of what comes before it. */
const layersOf = ({ shapes, edges }: Graph): ReadonlyMap<string, number> => {
  const before = new Map<string, string[]>(shapes.map(({ id }) => [id, []]));
  for (const [first, then] of edges) before.get(then)?.push(first);
  const layers = new Map<string, number>();
  // without recursion: a chain may be thousands of steps long
  for (const { id } of shapes) {
    const stack = [id];
    const open = new Set<string>();
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const waiting = (before.get(top) ?? []).filter((each) => !layers.has(each) && !open.has(each));
      if (waiting.length > 0 && !layers.has(top)) {
        open.add(top);
        stack.push(...waiting);
        continue;
      }
      const known = (before.get(top) ?? []).map((each) => layers.get(each) ?? -1);
      if (!layers.has(top))
        layers.set(top, known.reduce((deepest, layer) => Math.max(deepest, layer), -1) + 1);
      stack.pop();
    }
  }
  return layers;
};

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Puts the things of each layer in the order of their neighbours, to and fro, so that fewer lines cross. */
const ordered = (
  rows: readonly (readonly Slot[])[],
  links: readonly (readonly [string, string])[],
): Slot[][] => {
  const up = new Map<string, string[]>();
  const down = new Map<string, string[]>();
  const note = (map: Map<string, string[]>, key: string, value: string): void => {
    const list = map.get(key) ?? [];
    list.push(value);
    map.set(key, list);
  };
  for (const [first, then] of links) {
    note(down, first, then);
    note(up, then, first);
  }
  const result = rows.map((row) => [...row]);
  const sweep = (row: Slot[], other: readonly Slot[], neighbours: Map<string, string[]>): void => {
    const positions = new Map(other.map(({ id }, index) => [id, index]));
    const weight = new Map(
      row.map(({ id }, index) => {
        const known = (neighbours.get(id) ?? []).flatMap((each) => positions.get(each) ?? []);
        return [id, mean(known) ?? index];
      }),
    );
    const original = new Map(row.map(({ id }, index) => [id, index]));
    row.sort(
      (a, b) =>
        (weight.get(a.id) ?? 0) - (weight.get(b.id) ?? 0) ||
        (original.get(a.id) ?? 0) - (original.get(b.id) ?? 0),
    );
  };
  for (let round = 0; round < 4; round += 1) {
    for (let index = 1; index < result.length; index += 1) {
      const [row, above] = [result[index], result[index - 1]];
      if (row !== undefined && above !== undefined) sweep(row, above, up);
    }
    for (let index = result.length - 2; index >= 0; index -= 1) {
      const [row, below] = [result[index], result[index + 1]];
      if (row !== undefined && below !== undefined) sweep(row, below, down);
    }
  }
  return result;
};

/** Places a graph in layers from top to bottom; groups hold layouts of their own. */
export const layoutOf = (graph: Graph): Layout => {
  const layers = layersOf(graph);
  const rows: Slot[][] = [];
  const put = (layer: number, slot: Slot): void => {
    while (rows.length <= layer) rows.push([]);
    rows[layer]?.push(slot);
  };
  for (const shape of graph.shapes) put(layers.get(shape.id) ?? 0, slotOf(shape));

  const links: (readonly [string, string])[] = [];
  const ways: (readonly string[])[] = [];
  for (const [first, then] of graph.edges) {
    const way = [first];
    for (let layer = (layers.get(first) ?? 0) + 1; layer < (layers.get(then) ?? 0); layer += 1) {
      const id = `${first} > ${then} ${layer}`;
      put(layer, { id, width: 4, height: 0, placed: undefined });
      links.push([way.at(-1) ?? first, id]);
      way.push(id);
    }
    links.push([way.at(-1) ?? first, then]);
    ways.push([...way, then]);
  }

  const sorted = ordered(rows, links);
  const widths = sorted.map((row) => row.reduce((sum, { width }) => sum + width + gap.across, -gap.across));
  const width = Math.max(0, ...widths);
  const boxes = new Map<string, Box>();
  const placed: Placed[] = [];
  let y = 0;
  for (const [index, row] of sorted.entries()) {
    const height = Math.max(0, ...row.map((slot) => slot.height));
    let x = (width - (widths[index] ?? 0)) / 2;
    for (const slot of row) {
      const box = { x, y: y + (height - slot.height) / 2, width: slot.width, height: slot.height };
      boxes.set(slot.id, box);
      if (slot.placed !== undefined) placed.push(slot.placed(box));
      x += slot.width + gap.across;
    }
    y += height + gap.down;
  }

  const lines = ways.map((way): Line => {
    const along = way.flatMap((id) => boxes.get(id) ?? []);
    return along.map((box, index): readonly [number, number] => {
      const middle = box.x + box.width / 2;
      if (index === 0) return [middle, box.y + box.height];
      return index === along.length - 1 ? [middle, box.y] : [middle, box.y + box.height / 2];
    });
  });
  return { width, height: Math.max(0, y - gap.down), placed, lines };
};

/** Where the content of a group begins, relative to its box. */
export const groupContent = (box: Box, inside: Layout): readonly [x: number, y: number] => [
  box.x + (box.width - inside.width) / 2,
  box.y + header,
];
