import type { Units } from '../compile';
import { groupContent, layoutOf, type Box, type Layout, type Line, type Placed } from './layout';
import { graphOf, type StepShape } from './shape';

const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // characters that XML 1.0 does not know
    .replace(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/g, '�');

/** Colour and word of each kind; the word tells them apart where colour does not. */
const kinds: Readonly<Record<StepShape, { readonly fill: string; readonly word: string }>> = {
  container: { fill: '#e8f0fe', word: 'container' },
  script: { fill: '#e6f4ea', word: 'script' },
  resource: { fill: '#fef7e0', word: 'resource' },
  volume: { fill: '#fce8e6', word: 'volume' },
  snapshot: { fill: '#f3e8fd', word: 'snapshot' },
  suspend: { fill: '#f1f3f4', word: 'waits for approval' },
  http: { fill: '#e0f7fa', word: 'http' },
  call: { fill: '#ffffff', word: 'recursion' },
  exit: { fill: '#ffffff', word: 'runs at the end' },
};

const round = (value: number): string => String(Math.round(value * 10) / 10);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? round(value) : escape(value)}"`)
    .join('');

const element = (name: string, values: Readonly<Record<string, string | number>>, content = ''): string =>
  content === '' ? `<${name}${attributes(values)}/>` : `<${name}${attributes(values)}>${content}</${name}>`;

/** A cylinder for volumes, a cut corner for snapshots, a hexagon for other resources, a rounded box for the rest. */
const outline = (shape: StepShape, { x, y, width, height }: Box): string => {
  const paint = { fill: kinds[shape].fill, stroke: '#5f6368' };
  const [left, top, right, bottom] = [x, y, x + width, y + height].map(round);
  const path = (d: string): string => element('path', { d, ...paint });
  switch (shape) {
    case 'volume': {
      const bend = 5;
      const [low, high] = [round(y + bend), round(y + height - bend)];
      const arc = `${round(width / 2)} ${bend} 0 0`;
      return (
        path(`M${left} ${low}A${arc} 1 ${right} ${low}V${high}A${arc} 1 ${left} ${high}Z`) +
        element('path', { d: `M${left} ${low}A${arc} 0 ${right} ${low}`, fill: 'none', stroke: '#5f6368' })
      );
    }
    case 'snapshot':
      return path(`M${left} ${top}H${round(x + width - 12)}L${right} ${round(y + 12)}V${bottom}H${left}Z`);
    case 'resource':
      return path(
        `M${round(x + 10)} ${top}H${round(x + width - 10)}L${right} ${round(y + height / 2)}L${round(x + width - 10)} ${bottom}H${round(x + 10)}L${left} ${round(y + height / 2)}Z`,
      );
    default:
      return element('rect', {
        x,
        y,
        width,
        height,
        rx: shape === 'script' ? 2 : 8,
        ...paint,
        ...(shape === 'exit' || shape === 'call' ? { 'stroke-dasharray': '4 3' } : {}),
      });
  }
};

const step = (label: string, shape: StepShape, box: Box): string => {
  const middle = { x: box.x + box.width / 2, 'text-anchor': 'middle' };
  const top = shape === 'volume' ? box.y + 4 : box.y;
  return element(
    'g',
    { class: shape },
    element('title', {}, escape(`${label} (${kinds[shape].word})`)) +
      outline(shape, box) +
      element('text', { ...middle, y: top + 20, 'font-size': 12 }, escape(label) || ' ') +
      element('text', { ...middle, y: top + 34, 'font-size': 9, fill: '#5f6368' }, kinds[shape].word),
  );
};

const line = (points: Line, dx: number, dy: number): string => {
  const moved = points.map(([x, y]) => [x + dx, y + dy] as const);
  let d = '';
  let before: readonly [number, number] | undefined;
  for (const [x, y] of moved) {
    if (before === undefined) d += `M${round(x)} ${round(y)}`;
    else {
      const half = (before[1] + y) / 2;
      d += `C${round(before[0])} ${round(half)} ${round(x)} ${round(half)} ${round(x)} ${round(y)}`;
    }
    before = [x, y];
  }
  return element('path', { d, fill: 'none', stroke: '#80868b', 'marker-end': 'url(#end)' });
};

const moved = (box: Box, dx: number, dy: number): Box => ({ ...box, x: box.x + dx, y: box.y + dy });

const draw = (layout: Layout, dx: number, dy: number): string =>
  layout.placed.map((placed) => thing(placed, dx, dy)).join('\n') +
  (layout.lines.length === 0 ? '' : `\n${layout.lines.map((each) => line(each, dx, dy)).join('\n')}`);

const thing = ({ shape, box, inside }: Placed, dx: number, dy: number): string => {
  const at = moved(box, dx, dy);
  if (shape.kind === 'step') return step(shape.label, shape.shape, at);
  const { x, y, width, height } = at;
  const frame = element('rect', { x, y, width, height, rx: 10, fill: '#fafafa', stroke: '#9aa0a6' });
  const title = element(
    'text',
    { x: x + 12, y: y + 17, 'font-size': 11, fill: '#3c4043' },
    escape(shape.label) || ' ',
  );
  const [left, top] = inside === undefined ? [0, 0] : groupContent(at, inside);
  return element(
    'g',
    { class: 'group' },
    frame + title + (inside === undefined ? '' : `\n${draw(inside, left, top)}`),
  );
};

const margin = 24;
const titleHeight = 34;

/** A pipeline as an SVG picture: the same text for the same pipeline, with no script and no font of its own. */
export const pipelinePicture = (units: Units): string => {
  const layout = layoutOf(graphOf(units));
  const { label } = units.pipeline;
  const width = Math.ceil(Math.max(layout.width, label.length * 9) + 2 * margin);
  const height = Math.ceil(layout.height + titleHeight + 2 * margin);
  const content = [
    element('title', {}, escape(`Pipeline ${label}`)),
    '<defs><marker id="end" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8Z" fill="#80868b"/></marker></defs>',
    element('rect', { width, height, fill: '#ffffff' }),
    element(
      'text',
      { x: margin, y: margin + 8, 'font-size': 15, 'font-weight': 'bold' },
      escape(label) || ' ',
    ),
    draw(layout, (width - layout.width) / 2, margin + titleHeight),
  ].join('\n');
  const frame = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` };
  return `${element('svg', { ...frame, 'font-family': 'system-ui, sans-serif', fill: '#202124', role: 'img' }, `\n${content}\n`)}\n`;
};
