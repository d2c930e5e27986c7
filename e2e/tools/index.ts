import { join } from 'node:path';
import { run } from '../../lib/program';
import { Skipped, Unmet } from '../scenario';

/** What to say and hear while the tools are made ready. */
export interface ToolsOptions {
  readonly root: string;
  readonly signal?: AbortSignal | undefined;
  /** Hears what is being built. */
  readonly report: (line: string) => void;
}

/** How build.sh says that there is nothing to build with. */
const missing = 3;
const skipped = 'skipped: ';

/**
 * The folder with etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl, kwok, kwokctl, argocd and
 * argo-lint, built if need be (`build.sh`). `Skipped` where there is neither Go nor the programs; `Unmet` when a build fails.
 */
export const prepareTools = async ({ root, signal, report }: ToolsOptions): Promise<string> => {
  const onErrorLine = (line: string): void => {
    if (!line.startsWith(skipped)) report(line);
  };
  const script = join(root, 'e2e/tools/build.sh');
  const built = await run('bash', [script], { signal, seconds: 3600, onErrorLine });
  if (built.code === missing) throw new Skipped(built.stderr.trim().replace(skipped, ''));
  if (built.code !== 0) throw new Unmet(`build.sh ended with code ${built.code}; what it said stands above`);
  return built.stdout.trim().split('\n').at(-1) ?? '';
};
