import { Refusal, type Where } from '../diagnostics';
import { isRecord } from '../kubernetes';
import { Pipeline, type Schedule } from '../workflow';
import { loadModule } from './load-module';

/** What a module on a pipeline exports. */
export interface TypescriptPipeline {
  readonly pipeline: Pipeline;
  readonly schedule: Schedule | undefined;
}

const isSchedule = (value: unknown): value is Schedule => {
  const schedules: unknown = isRecord(value) ? value['schedules'] : undefined;
  return (
    Array.isArray(schedules) && schedules.length > 0 && schedules.every((each) => typeof each === 'string')
  );
};

/**
 * Loads a pipeline in TypeScript or JavaScript.
 * @throws Refusal when the module does not load, or exports something else.
 */
export const loadTypescriptPipeline = (file: string, cwd: string, where: Where): TypescriptPipeline => {
  const refuse = (got: string, want: string, fix: string): never => {
    throw new Refusal([{ rule: 'pipelines/typescript', severity: 'error', where, got, want, fix }]);
  };
  const { pipeline, schedule } = loadModule(file, cwd, where);
  if (!(pipeline instanceof Pipeline)) {
    return refuse(
      pipeline === undefined ? `${file} exports no pipeline` : `pipeline of ${file} is none of this Drydock`,
      "export const pipeline = definePipeline('name', { … }, (scope) => { … })",
      pipeline === undefined
        ? 'export it'
        : 'import definePipeline from drydock/workflow, of the same installation',
    );
  }
  if (schedule !== undefined && !isSchedule(schedule)) {
    return refuse(
      `schedule of ${file} is none`,
      "{ schedules: ['30 2 * * *'] }",
      'name at least one schedule',
    );
  }
  return { pipeline, schedule };
};
