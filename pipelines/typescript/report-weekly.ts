/** A pipeline that runs by itself: every Monday and on the first day of a month, and never twice at a time. */
import { definePipeline, HttpStep, Loop, ScriptStep, type Schedule } from 'drydock/workflow';

export const schedule: Schedule = {
  schedules: ['0 6 * * 1', '30 6 1 * *'],
  timeZone: 'Europe/Helsinki',
  concurrencyPolicy: 'Forbid',
  startingDeadlineSeconds: 3600,
};

export const pipeline = definePipeline(
  'report-weekly',
  {
    description: 'Asks every served model how it is and writes a report.',
    timeoutSeconds: 1800,
    ttlSecondsAfterFinished: 7 * 24 * 3600,
    parameters: { models: { type: 'JsonArray', default: ['iris', 'defects'] } },
  },
  (scope) => {
    const each = new Loop(scope, 'each-model', {
      over: scope.parameters.models,
      parallelism: 2,
      body: (body, model) => {
        const health = new HttpStep(body, 'ask', {
          url: `http://${model}.serving.svc/metrics`,
          requestTimeoutSeconds: 20,
          retry: { limit: 2 },
        });
        new ScriptStep(body, 'digest', {
          image: 'docker.io/library/python:3.11-slim',
          command: ['python3'],
          source: `text = ${health.result}\nprint(len(text.splitlines()), 'lines')\n`,
        });
      },
    });
    const report = new ScriptStep(scope, 'report', {
      image: 'docker.io/library/busybox:1.37.0',
      command: ['sh'],
      source: 'echo "run {{workflow.name}}: {{workflow.status}}"\n',
    });
    scope.onExit(report);
    new ScriptStep(scope, 'done', {
      image: 'docker.io/library/busybox:1.37.0',
      command: ['sh'],
      source: 'echo "all models answered"\n',
      after: [each],
    });
  },
);
