import type { ApplicationTimes } from '../play';
import type { PlayedAct, Rehearsal } from '../rehearsal';

const sizes = { label: 230, chart: 620, row: 22, bar: 12, title: 34, axis: 24, margin: 16 } as const;

const colours = { waiting: '#d9dee5', syncing: '#4c8dd6', healthy: '#3c9d5f', sick: '#d0453b' } as const;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => escapes[character] ?? character);

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escaped(content)}</text>`;

const bar = (x: number, y: number, width: number, fill: string, title: string): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(width, 1).toFixed(1)}" height="${sizes.bar}" rx="2" fill="${fill}"><title>${escaped(title)}</title></rect>`;

/** A step of 1, 2 or 5 times a power of ten, so that there are five to ten of them. */
const stepFor = (seconds: number): number => {
  const rough = Math.max(seconds, 1) / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
};

const applicationBars = (
  times: ApplicationTimes,
  act: PlayedAct,
  y: number,
  at: (seconds: number) => number,
): string => {
  const top = y + (sizes.row - sizes.bar) / 2;
  const start = times.created ?? act.seconds;
  const synced = times.synced ?? act.seconds;
  const healthy = times.healthy ?? act.seconds;
  const waits = times.waits.map(
    ({ on, from, to }) => `${on.replace(/^\//, '')}: ${(to - from).toFixed(1)} s`,
  );
  const parts = [
    text(
      sizes.margin,
      y + 15,
      times.component === '' ? `${times.name} (root)` : `${times.wave}  ${times.name}`,
    ),
    bar(at(start), top, at(synced) - at(start), colours.syncing, ['syncing', ...waits].join('\n')),
  ];
  if (times.synced !== undefined) {
    const fill = times.healthy === undefined ? colours.sick : colours.waiting;
    parts.push(bar(at(synced), top, at(healthy) - at(synced), fill, 'Synced, not yet Healthy'));
  }
  if (times.healthy !== undefined) {
    parts.push(bar(at(healthy), top, at(act.seconds) - at(healthy), colours.healthy, 'Synced and Healthy'));
  }
  return parts.join('');
};

const actPicture = (act: PlayedAct, top: number): { readonly picture: string; readonly height: number } => {
  const at = (seconds: number): number =>
    sizes.margin + sizes.label + (seconds / Math.max(act.seconds, 0.1)) * sizes.chart;
  const rows = top + sizes.title;
  const bottom = rows + act.applications.length * sizes.row;
  const step = stepFor(act.seconds);
  const marks = Array.from({ length: Math.floor(act.seconds / step) + 1 }, (_, index) => index * step);
  const grid = marks.map(
    (seconds) =>
      `<line x1="${at(seconds).toFixed(1)}" y1="${rows}" x2="${at(seconds).toFixed(1)}" y2="${bottom}" stroke="#e6e9ee"/>${text(at(seconds), bottom + 14, `${Number(seconds.toPrecision(3))} s`, 'text-anchor="middle" fill="#667"')}`,
  );
  const bars = act.applications.map((times, index) =>
    applicationBars(times, act, rows + index * sizes.row, at),
  );
  const note = act.note === undefined ? '' : ` (${act.note})`;
  return {
    picture: [
      text(
        sizes.margin,
        top + 20,
        `${act.title}: ${act.ending} after ${act.seconds.toFixed(1)} s${note}`,
        'font-weight="bold"',
      ),
      ...grid,
      ...bars,
    ].join(''),
    height: sizes.title + act.applications.length * sizes.row + sizes.axis,
  };
};

/** The timeline as a picture: a bar for each Application of each act. */
export const rehearsalSvg = ({ acts, platform, verdict }: Rehearsal): string => {
  let top: number = sizes.margin;
  const pictures: string[] = [];
  for (const act of acts) {
    const { picture, height } = actPicture(act, top);
    pictures.push(picture);
    top += height;
  }
  const width = sizes.margin * 2 + sizes.label + sizes.chart + 24;
  const legend = [
    ['syncing', colours.syncing],
    ['synced, not yet healthy', colours.waiting],
    ['Synced and Healthy', colours.healthy],
    ['never healthy', colours.sick],
  ] as const;
  const legendRow = legend
    .map(([name, fill], index) => {
      const x = sizes.margin + index * 190;
      return `${bar(x, top + 8, 12, fill, name)}${text(x + 18, top + 18, name, 'fill="#445"')}`;
    })
    .join('');
  const height = top + sizes.axis + sizes.margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" role="img" aria-label="${escaped(`Rehearsal of ${platform}: ${verdict}`)}"><rect width="${width}" height="${height}" fill="#fff"/>${pictures.join('')}${legendRow}</svg>\n`;
};
