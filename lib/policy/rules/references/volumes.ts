import { fieldPath, listAt, stringAt } from '../../../kubernetes';
import type { Rule } from '../../rule';

/** Mounts must name a volume of their pod: the one reference that stays inside an object. */
export const volumeReferences: Rule = {
  id: 'reference/volume',
  severity: 'error',
  summary: 'Every volumeMount names a volume of its pod.',
  why: 'The API server refuses the object.',
  *check({ workloads }) {
    for (const { manifest, template, containers } of workloads.all) {
      const names = new Set([
        ...listAt(template.spec, 'volumes').map((volume) => stringAt(volume, 'name')),
        ...listAt(manifest.object, 'spec', 'volumeClaimTemplates').map((claim) =>
          stringAt(claim, 'metadata', 'name'),
        ),
      ]);
      for (const { container, path } of containers) {
        for (const [index, mount] of listAt(container, 'volumeMounts').entries()) {
          const name = stringAt(mount, 'name') ?? '';
          if (names.has(name)) continue;
          const known = [...names].flatMap((each) => each ?? []);
          yield {
            manifest,
            path: fieldPath(path, 'volumeMounts', index, 'name'),
            got: `${name}: no such volume${known.length === 0 ? '' : ` (the pod has ${known.join(', ')})`}`,
            want: 'a volume of the pod',
            fix: `add a volume ${name} to ${template.path}.volumes, or correct the name`,
          };
        }
      }
    }
  },
};
