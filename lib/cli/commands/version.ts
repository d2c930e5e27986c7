import { argoCdVersions, openebsVersions, snapshotterVersions, supportedKubernetes } from '../../platform';
import type { CommandContext, ExitCode } from '../context';
import { drydockVersion } from '../drydock-version';

/** Prints the version of Drydock and the component versions that it knows. */
export const version = (options: { readonly json: boolean }, { terminal }: CommandContext): ExitCode => {
  const known = {
    drydock: drydockVersion,
    kubernetes: supportedKubernetes,
    argoCD: argoCdVersions.map((each) => each.version),
    openebs: openebsVersions.map((each) => each.version),
    externalSnapshotter: snapshotterVersions.map((each) => each.version),
  };
  terminal.out(
    options.json
      ? `${JSON.stringify(known, null, 2)}\n`
      : [
          `drydock ${known.drydock}`,
          `  Kubernetes            ${known.kubernetes.join(', ')}`,
          `  Argo CD               ${known.argoCD.join(', ')}`,
          `  OpenEBS LocalPV       ${known.openebs.join(', ')}`,
          `  external-snapshotter  ${known.externalSnapshotter.join(', ')}`,
          '',
        ].join('\n'),
  );
  return 0;
};
