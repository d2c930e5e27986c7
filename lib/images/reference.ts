/** A container image reference, taken apart. https://github.com/opencontainers/distribution-spec */
export interface ImageReference {
  /** Registry host with port; `docker.io` where the reference names none. */
  readonly registry: string;
  /** Path in the registry; `library/` is added for Docker's official images. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

const repositoryPattern =
  /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const digestPattern = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;

const isRegistry = (part: string): boolean =>
  part.includes('.') || part.includes(':') || part === 'localhost';

/** Takes a reference apart; undefined when it is none. */
export const parseImage = (text: string): ImageReference | undefined => {
  const [named = '', digest, ...more] = text.split('@');
  if (more.length > 0 || (digest !== undefined && !digestPattern.test(digest))) return undefined;
  const slash = named.indexOf('/');
  const head = slash < 0 ? '' : named.slice(0, slash);
  const rest = isRegistry(head) ? named.slice(slash + 1) : named;
  const colon = rest.lastIndexOf(':');
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  if (!repositoryPattern.test(path) || (tag !== undefined && !tagPattern.test(tag))) return undefined;
  const registry = isRegistry(head) ? head : 'docker.io';
  return {
    registry,
    repository: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
};

/** A reference in full: registry, repository, tag and digest. */
export const formatImage = (image: ImageReference): string =>
  `${image.registry}/${image.repository}${image.tag === undefined ? '' : `:${image.tag}`}${
    image.digest === undefined ? '' : `@${image.digest}`
  }`;
