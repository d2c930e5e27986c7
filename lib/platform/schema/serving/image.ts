import { z } from 'zod';
import { wanted } from '../scalars';

const repository = z
  .string()
  .regex(
    /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+)(:[0-9]+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$|^[a-z0-9-]+:[0-9]+(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/,
    wanted(
      'a registry and a repository such as registry.example.com/team/iris',
      'write the registry too (that of Docker Hub is docker.io), and the version in tag or digest',
    ),
  );

const tag = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, wanted('an image tag such as 1.4.2', 'write the tag alone'))
  .refine(
    (text) => text !== 'latest',
    wanted('a tag that goes on meaning the same image', 'write the version, or use digest'),
  );

const digest = z
  .string()
  .regex(
    /^sha256:[0-9a-f]{64}$/,
    wanted('sha256: and 64 hexadecimal digits', 'copy the digest that the registry shows'),
  );

/** A container image, pinned by a tag or by a digest: never by both, by neither or by `latest`. */
export const imageSchema = z
  .strictObject({
    name: repository.describe(
      'Registry and repository, without a version, as in `registry.example.com/team/iris`.',
    ),
    tag: tag
      .optional()
      .describe('Version of the image. `latest` is refused, for nobody could tell what runs.'),
    digest: digest
      .optional()
      .describe('Digest of the image, `sha256:…`, instead of a tag: it cannot be moved in the registry.'),
  })
  .transform(({ name, tag: version, digest: sum }, context) => {
    if (version !== undefined && sum === undefined) return { kind: 'tag', name, tag: version } as const;
    if (sum !== undefined && version === undefined) return { kind: 'digest', name, digest: sum } as const;
    context.issues.push({
      code: 'custom',
      input: { name, tag: version, digest: sum },
      message:
        version === undefined
          ? wanted('a tag or a digest', 'add one; an image without them means latest')
          : wanted('either a tag or a digest', 'remove one of them'),
    });
    return z.NEVER;
  })
  .describe('A container image.');

/** An image that is pinned. */
export type PinnedImage = z.output<typeof imageSchema>;
