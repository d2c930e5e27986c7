import { inspectPipeline, type Inspection } from '../../../kfp';
import type { CommandContext, ExitCode } from '../../context';
import { table } from '../../table';
import { colours, type Terminal } from '../../terminal';
import { readPipelineFile } from './read-file';

const short = (text: string, most = 48): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

const asText = (inspection: Inspection, terminal: Terminal): string => {
  const paint = colours(terminal);
  const { inputs, outputs, steps } = inspection;
  const parts = [
    paint.bold(inspection.name),
    ...(inspection.description === '' ? [] : [`  ${inspection.description}`]),
    `  schema ${inspection.schemaVersion}, ${inspection.sdkVersion}`,
    ...(inspection.workspace === '' ? [] : [`  workspace ${inspection.workspace}`]),
  ];
  if (inputs.length > 0)
    parts.push(
      '',
      paint.bold('Inputs'),
      table(
        ['NAME', 'TYPE', 'DEFAULT', 'REQUIRED'],
        inputs.map((port) => [
          port.name,
          port.type,
          port.default === undefined ? '' : short(JSON.stringify(port.default)),
          port.required ? 'yes' : '',
        ]),
      ),
    );
  parts.push(
    '',
    paint.bold('Steps'),
    table(
      ['STEP', 'IMAGE', 'CPU', 'MEMORY', 'ACCELERATOR', 'AFTER', 'WHEN', 'LOOP', 'RETRIES', 'EXIT'],
      steps.map((step) => [
        step.path,
        step.kind === 'container' ? step.image : `(${step.kind === 'dag' ? 'graph' : step.kind})`,
        step.resources.cpu,
        step.resources.memory,
        step.resources.accelerator,
        step.after.map((path) => path.split('/').at(-1) ?? '').join(', '),
        short(step.condition),
        short(step.loop, 32),
        step.retries > 0 ? String(step.retries) : '',
        step.onExit ? 'yes' : '',
      ]),
    ),
  );
  if (outputs.length > 0)
    parts.push(
      '',
      paint.bold('Outputs'),
      table(
        ['NAME', 'TYPE'],
        outputs.map(({ name, type }) => [name, type]),
      ),
    );
  return parts.join('\n');
};

/** Shows inputs, steps, images and resources of a pipeline. */
export const inspect = (
  { file, json }: { readonly file: string; readonly json: boolean },
  context: CommandContext,
): ExitCode => {
  const inspection = inspectPipeline(readPipelineFile(file, context));
  const { terminal } = context;
  terminal.out(`${json ? JSON.stringify(inspection, null, 2) : asText(inspection, terminal)}\n`);
  return 0;
};
