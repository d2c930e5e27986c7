import { fieldPath, listAt, stringAt } from '../../kubernetes';
import { parseImage } from '../../images';
import type { Manifest } from '../../render';
import type { Finding, Rule } from '../rule';

const problemWith = (text: string): Pick<Finding, 'got' | 'want' | 'fix'> | undefined => {
  const image = parseImage(text);
  const want = 'an image with a version, as a tag other than latest or as a digest';
  if (image === undefined) {
    return {
      got: text === '' ? 'no image' : `${text}: not an image reference`,
      want,
      fix: 'write registry/repository:tag',
    };
  }
  if (image.digest !== undefined) return undefined;
  if (image.tag === undefined)
    return { got: `${text}: no tag, which means latest`, want, fix: 'add the tag or the digest' };
  return image.tag === 'latest' ? { got: text, want, fix: 'name the version' } : undefined;
};

function* findings(manifest: Manifest, path: string, text: string): Generator<Finding> {
  const problem = problemWith(text);
  if (problem !== undefined) yield { manifest, path, ...problem };
}

export const imageTags: Rule = {
  id: 'image/tag',
  severity: 'error',
  summary: 'Every image has a digest, or a tag other than latest.',
  why: 'Two nodes may run two versions under one name, a rollback brings nothing back, and a mirror cannot be complete.',
  *check({ workloads }) {
    for (const { manifest, template, containers } of workloads.all) {
      for (const { container, path } of containers) {
        yield* findings(manifest, fieldPath(path, 'image'), stringAt(container, 'image') ?? '');
      }
      for (const [index, volume] of listAt(template.spec, 'volumes').entries()) {
        const reference = stringAt(volume, 'image', 'reference');
        if (reference === undefined) continue;
        yield* findings(
          manifest,
          fieldPath(template.path, 'volumes', index, 'image', 'reference'),
          reference,
        );
      }
    }
  },
};
