import type { Platform } from '../../platform';
import { argoCdChartOf } from '../cluster';
import { bootstrapPaths } from '../paths';
import type { Step } from './step';

const repository = 'https://argoproj.github.io/argo-helm';

/** Commands that set the chart's version to the newest one that carries the platform's Argo CD. */
const lookUp = (minor: string): readonly string[] => [
  `helm repo add argo ${repository} --force-update`,
  `export ARGO_CD_CHART="$(helm search repo argo/argo-cd --versions --output json | jq -r '[.[] | select(.app_version | startswith("v${minor}."))][0].version')"`,
  'echo "$ARGO_CD_CHART"',
];

const installSteps = (platform: Platform, outputPath: string): readonly Step[] => {
  const { version, namespace } = platform.spec.delivery.argoCD;
  const chart = argoCdChartOf(platform);
  return [
    ...(chart === undefined
      ? [
          {
            title: `Find the chart of Argo CD ${version}`,
            text: 'No version of the chart is set (`spec.bootstrap.argoCD.chartVersion`). The last command must print one; set it in the platform when the cluster stands.',
            commands: lookUp(version),
          },
        ]
      : []),
    {
      title: `Install Argo CD ${version}`,
      text: 'Where Helm has no way to the repository, give it the path of the packed chart instead of `--repo`.',
      commands: [
        `helm upgrade --install argocd argo-cd --repo ${repository} --version "${chart ?? '${ARGO_CD_CHART}'}" --namespace ${namespace} --create-namespace --values ${outputPath}/${bootstrapPaths.argoCdValues} --wait --timeout 10m`,
      ],
    },
  ];
};

const credentials = ({ spec }: Platform): Step => {
  const { namespace } = spec.delivery.argoCD;
  const { repoURL } = spec.delivery;
  const isSsh = /^(ssh:\/\/|git@)/.test(repoURL);
  const create = `kubectl -n ${namespace} create secret generic repository-platform --from-literal=type=git --from-literal=url=${repoURL}`;
  return {
    title: 'Let Argo CD read the repository',
    text: 'Leave this out where the repository can be read without credentials. They are typed, never written down.',
    commands: [
      ...(isSsh
        ? [`${create} --from-file=sshPrivateKey="$HOME/.ssh/deploy-key"`]
        : [
            'read -r -p "User: " GIT_USER',
            'read -r -s -p "Token: " GIT_TOKEN',
            `${create} --from-literal=username="$GIT_USER" --from-literal=password="$GIT_TOKEN"`,
            'unset GIT_USER GIT_TOKEN',
          ]),
      `kubectl -n ${namespace} label secret repository-platform argocd.argoproj.io/secret-type=repository`,
    ],
  };
};

/** From a cluster to a platform that keeps itself as Git has it. */
export const argoCdSteps = (platform: Platform, outputPath: string): readonly Step[] => {
  const { namespace } = platform.spec.delivery.argoCD;
  return [
    ...installSteps(platform, outputPath),
    credentials(platform),
    {
      title: 'Hand the platform to Argo CD',
      text: 'The project, then the root Application. From here on Git decides.',
      commands: [
        `kubectl apply --server-side -f ${outputPath}/${bootstrapPaths.rootProject(platform.name)}`,
        `kubectl apply --server-side -f ${outputPath}/${bootstrapPaths.root(platform.name)}`,
      ],
    },
    {
      title: 'Wait until all is well',
      text: 'Components come up wave by wave.',
      commands: [
        `kubectl -n ${namespace} wait application/${platform.name} --for=jsonpath='{.status.sync.status}'=Synced --timeout=30m`,
        `kubectl -n ${namespace} wait application/${platform.name} --for=jsonpath='{.status.health.status}'=Healthy --timeout=30m`,
        `kubectl -n ${namespace} get applications`,
      ],
    },
  ];
};
