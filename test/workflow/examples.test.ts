import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipelineObjects, refusedByArgo, type Pipeline, type Schedule } from '../../lib/workflow';
import { emitYaml } from '../../lib/yaml';
import { localStorage } from './support';

const folder = 'pipelines/typescript';
const golden = 'test/workflow/golden';

interface Module {
  readonly pipeline: Pipeline;
  readonly schedule?: Schedule;
}

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

describe('the examples', () => {
  it.each(names)(
    '%s passes every check on the storage of the reference platform, and is written as before',
    async (name) => {
      const { pipeline, schedule } = (await import(`../../${folder}/${name}`)) as Module;
      const { objects, warnings } = pipelineObjects(pipeline, {
        namespace: 'data-science',
        storage: localStorage,
        form: schedule === undefined ? { kind: 'template' } : { kind: 'cron', schedule },
      });
      expect(warnings).toEqual([]);
      expect(objects.flatMap((object) => [...refusedByArgo(object)])).toEqual([]);
      const text = objects.map((object) => emitYaml(object)).join('---\n');
      const file = join(golden, `${name}.yaml`);
      if (process.env['DRYDOCK_UPDATE_GOLDEN'] !== undefined) {
        mkdirSync(golden, { recursive: true });
        writeFileSync(file, text);
      }
      expect(text).toBe(readFileSync(file, 'utf8'));
    },
  );

  it('hold no key of a storage in a parameter', async () => {
    for (const name of names) {
      const { pipeline } = (await import(`../../${folder}/${name}`)) as Module;
      expect(
        Object.keys(pipeline.props.parameters ?? {}).filter((each) => /key|secret|password|token/.test(each)),
      ).toEqual([]);
    }
  });
});
