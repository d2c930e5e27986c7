import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Site } from '../../lib/render';
import { Unmet } from '../scenario';

const strings = z.record(z.string(), z.string());

const taint = z.object({
  key: z.string(),
  value: z.string().exactOptional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

/** What of a tree's release.json the rig reads; the rest is none of its business. */
const recordSchema = z.object({
  components: z.array(
    z.object({
      name: z.string(),
      wave: z.int(),
      files: z.array(z.object({ path: z.string(), sha256: z.string(), wave: z.int() })),
    }),
  ),
  site: z.object({
    kubernetes: z.string(),
    nodes: z.array(
      z.object({
        name: z.string(),
        labels: strings.default({}),
        taints: z.array(taint).default([]),
        capacity: strings.default({}),
      }),
    ),
  }),
});

/** The record that a release leaves beside its files. */
export interface ReleaseRecord {
  readonly components: readonly {
    readonly name: string;
    readonly wave: number;
    readonly files: readonly { readonly path: string; readonly sha256: string; readonly wave: number }[];
  }[];
  readonly site: Site;
}

/** Reads the record of the tree in a folder. */
export const readReleaseRecord = (folder: string): ReleaseRecord => {
  const file = join(folder, 'release.json');
  if (!existsSync(file)) throw new Unmet(`there is no ${file}; run: npm run synth`);
  const parsed = recordSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Unmet(`${file}\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
};
