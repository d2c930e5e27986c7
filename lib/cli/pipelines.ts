import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { LoadedPipeline, LoadedSource, SourceText } from '../constructs';
import { Refusal } from '../diagnostics';
import type { PipelineSource, Platform } from '../platform';
import { loadTypescriptPipeline } from './typescript-pipeline';

/** Reads the files that the pipelines of a platform consist of; paths are relative to the platform file. */
class SourceReader {
  constructor(
    private readonly platform: Platform,
    private readonly folder: string,
    private readonly cwd: string,
  ) {}

  text(path: string, field: string): SourceText {
    const file = relative(this.cwd, resolve(this.folder, path));
    try {
      return { file, text: readFileSync(resolve(this.cwd, file), 'utf8') };
    } catch {
      throw new Refusal([
        {
          rule: 'pipelines/source',
          severity: 'error',
          where: this.platform.locate(field),
          got: `no readable file ${file}`,
          want: 'a compiled pipeline',
          fix: 'compile the pipeline into it, or correct the path, which is relative to the platform file',
        },
      ]);
    }
  }

  source(source: PipelineSource, field: string): LoadedSource {
    if ('ir' in source) return { kind: 'ir', ...this.text(source.ir, `${field}.ir`) };
    const file = relative(this.cwd, resolve(this.folder, source.typescript));
    const where = this.platform.locate(`${field}.typescript`);
    return { kind: 'typescript', file, ...loadTypescriptPipeline(file, this.cwd, where) };
  }
}

/**
 * The sources of a platform's pipelines.
 * @param folder of the platform file.
 * @throws Refusal for a file that cannot be read.
 */
export const loadPipelines = (platform: Platform, folder: string, cwd: string): readonly LoadedPipeline[] => {
  const reader = new SourceReader(platform, folder, cwd);
  return platform.spec.pipelines.definitions.map(({ name, source, previous }) => {
    const field = `spec.pipelines.definitions[${name}]`;
    return {
      name,
      source: reader.source(source, `${field}.source`),
      previous: previous.map((path) => reader.text(path, `${field}.previous`)),
    };
  });
};
