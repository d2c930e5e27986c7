import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { parse } from 'yaml';
import { snapshots } from '../../charts/snapshots';
import { fieldAt, isRecord, listAt, stringAt } from '../../lib/kubernetes';
import { platformWith } from '../platform/storage-site';

const upstream = join(process.env['DRYDOCK_UPSTREAM'] ?? '../shared/upstream', 'crds/external-snapshotter');
const kinds = ['VolumeSnapshot', 'VolumeSnapshotClass', 'VolumeSnapshotContent'];
const fileOf = (kind: string) =>
  join(upstream, `snapshot.storage.k8s.io_${kind.toLowerCase().replace(/s$/, 'se')}s.yaml`);

const chart = snapshots.chart(new App(), {
  platform: platformWith({ snapshots: { enabled: true } }),
  namespaces: [],
});
const ours: readonly unknown[] = chart.toJson();
const definitionOf = (kind: string): unknown =>
  ours.find((object) => stringAt(object, 'spec', 'names', 'kind') === kind);

/** Without descriptions; a property that is itself called `description` stays. */
const withoutDescriptions = (value: unknown, areProperties = false): unknown => {
  if (Array.isArray(value)) return value.map((item) => withoutDescriptions(item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, field]) => areProperties || key !== 'description' || typeof field !== 'string')
      .map(([key, field]) => [key, withoutDescriptions(field, key === 'properties')]),
  );
};

const versionsServed = (definition: unknown): readonly unknown[] =>
  listAt(definition, 'spec', 'versions').filter((version) => fieldAt(version, 'served') === true);

const comparable = (definition: unknown) => ({
  name: stringAt(definition, 'metadata', 'name'),
  approval: stringAt(definition, 'metadata', 'annotations', 'api-approved.kubernetes.io'),
  spec: withoutDescriptions({ ...Object(fieldAt(definition, 'spec')), versions: versionsServed(definition) }),
});

describe('the snapshot definitions', () => {
  it.each(kinds)('serve and store %s in v1 only', (kind) => {
    expect(listAt(definitionOf(kind), 'spec', 'versions')).toEqual([
      expect.objectContaining({ name: 'v1', served: true, storage: true }),
    ]);
  });

  it.each(kinds)('describe every field of %s', (kind) => {
    const undescribed: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      for (const [name, field] of Object.entries(Object(fieldAt(schema, 'properties')))) {
        if (path === '' && name === 'metadata') continue;
        if (stringAt(field, 'description') === undefined) undescribed.push(`${path}.${name}`);
        visit(field, `${path}.${name}`);
      }
    };
    visit(fieldAt(definitionOf(kind), 'spec', 'versions', 0, 'schema', 'openAPIV3Schema'), '');
    expect(undescribed).toEqual([]);
  });
});

const judged = existsSync(upstream) ? describe : describe.skip;

judged(`the snapshot definitions, compared with upstream's in ${upstream}`, () => {
  it.each(kinds)('of %s are equal but for descriptions and the version that is not served', (kind) => {
    const theirs: unknown = parse(readFileSync(fileOf(kind), 'utf8'));
    expect(versionsServed(theirs)).toHaveLength(1);
    expect(comparable(definitionOf(kind))).toEqual(comparable(theirs));
  });

  it.each(kinds)('of %s say what they say in words of their own', (kind) => {
    const words = (definition: unknown): readonly string[] => {
      const found: string[] = [];
      const visit = (value: unknown): void => {
        if (Array.isArray(value)) value.forEach(visit);
        if (!isRecord(value)) return;
        if (typeof value['description'] === 'string') found.push(value['description']);
        Object.values(value).forEach(visit);
      };
      visit(versionsServed(definition));
      return found;
    };
    const theirs = words(parse(readFileSync(fileOf(kind), 'utf8')));
    expect(words(definitionOf(kind)).filter((text) => theirs.includes(text))).toEqual([]);
  });
});
