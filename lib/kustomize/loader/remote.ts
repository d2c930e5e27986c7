/** What a path of a kustomization file leads to. */
export type Remote = 'file' | 'repository' | undefined;

const scheme = /^(?:git::)?(ssh:\/\/|https:\/\/|http:\/\/|file:\/\/)?/i;
const userName = /^[a-zA-Z][a-zA-Z0-9-]*@/;

const splitHost = (rest: string, scp: boolean): { readonly host: string; readonly path: string } => {
  let at = rest.indexOf('/');
  const colon = scp ? rest.indexOf(':') : -1;
  if (scp && (at < 0 || (colon > 0 && colon < at))) at = colon;
  return at < 0 ? { host: rest, path: '' } : { host: rest.slice(0, at + 1), path: rest.slice(at + 1) };
};

/** Whether the path of a URL names a repository, and leads nowhere out of it. */
const hasRepository = (path: string, wholePath: boolean): boolean => {
  const marker = /^(.*?_git\/[^/]*|.*?(?=\/\/)|.*?\.git)(.*)$/.exec(path);
  const [, repository = '', inside = ''] = marker ?? [
    '',
    wholePath || path.split('/').length < 2 ? (wholePath ? path : '') : path.split('/').slice(0, 2).join('/'),
    wholePath ? '' : path.split('/').slice(2).join('/'),
  ];
  return repository !== '' && !/^\/*\.\.(?:\/|$)/.test(inside);
};

/** Whether kustomize would clone what a path names. */
const isRepository = (path: string): boolean => {
  if (path.startsWith('/')) return false;
  const [withoutQuery = ''] = path.split('?');
  const protocol = scheme.exec(withoutQuery)?.[1]?.toLowerCase() ?? '';
  let rest = withoutQuery.replace(scheme, '');
  const user = userName.exec(rest)?.[0] ?? '';
  rest = rest.slice(user.length);
  const isGithub = /^github\.com[/:]/i.test(rest);
  const scp = protocol === '' && (user !== '' || isGithub);
  if (protocol === '' && !scp) return false;
  if (protocol === 'file://') return hasRepository(user + rest, true);
  const { host, path: inHost } = splitHost(rest, scp);
  return host !== '' && hasRepository(inHost, false);
};

/** Tells files on the web and repositories from paths on the disk. */
export const remoteKind = (path: string): Remote => {
  if (isRepository(path)) return 'repository';
  return /^https?:\/\//i.test(path) ? 'file' : undefined;
};
