import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Refusal, renderText } from '../../../diagnostics';
import { checkPipeline, graphOf, pipelinePicture, type Graph, type Shape } from '../../../workflow';
import type { CommandContext, ExitCode } from '../../context';
import { loadTypescriptPipeline } from '../../typescript-pipeline';

/** Options of `drydock pipeline graph`. */
export interface GraphCommand {
  readonly file: string;
  readonly format: 'svg' | 'mermaid' | 'json';
  /** Undefined writes to standard output. */
  readonly output: string | undefined;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '#quot;')}"`;

const shapes = { volume: ['[(', ')]'], snapshot: ['[/', '/]'], resource: ['{{', '}}'] } as const;

const nodeText = (id: string, shape: Shape & { kind: 'step' }): string => {
  const [open, close] =
    shape.shape === 'volume' || shape.shape === 'snapshot' || shape.shape === 'resource'
      ? shapes[shape.shape]
      : ['[', ']'];
  return `${id}${open}${quoted(shape.label)}${close}`;
};

const mermaid = ({ shapes: all, edges }: Graph, prefix: string, indent: string): readonly string[] => [
  ...all.flatMap((shape) => {
    const id = `${prefix}${shape.id}`;
    return shape.kind === 'step'
      ? [`${indent}${nodeText(id, shape)}`]
      : [
          `${indent}subgraph ${id}[${quoted(shape.label)}]`,
          ...mermaid(shape.graph, `${id}_`, `${indent}  `),
          `${indent}end`,
        ];
  }),
  ...edges.map(([before, after]) => `${indent}${prefix}${before} --> ${prefix}${after}`),
];

/** Draws a pipeline. What is wrong with it is told, and hinders nothing: a picture helps to see it. */
export const graphPipeline = (
  { file, format, output }: GraphCommand,
  { cwd, terminal }: CommandContext,
): ExitCode => {
  const { pipeline } = loadTypescriptPipeline(file, cwd, { kind: 'argument', argument: file });
  const { units, diagnostics } = checkPipeline(pipeline);
  if (diagnostics.length > 0) terminal.err(renderText(diagnostics, { colour: terminal.colour }));
  const draw = {
    svg: () => pipelinePicture(units),
    mermaid: () => `${['flowchart TB', ...mermaid(graphOf(units), '', '  ')].join('\n')}\n`,
    json: () => `${JSON.stringify({ pipeline: pipeline.label, ...graphOf(units) }, null, 2)}\n`,
  }[format];
  const text = draw();
  if (output === undefined) terminal.out(text);
  else write(resolve(cwd, output), output, text);
  return diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
};

const write = (path: string, shown: string, text: string): void => {
  try {
    writeFileSync(path, text);
  } catch {
    throw new Refusal([
      {
        rule: 'cli/output',
        severity: 'error',
        where: { kind: 'argument', argument: '--output' },
        got: shown,
        want: 'a file that can be written',
        fix: 'make the folder, or correct the path',
      },
    ]);
  }
};
