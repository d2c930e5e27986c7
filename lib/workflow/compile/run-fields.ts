import { isRecord } from '../../kubernetes';
import { present, type DialectName } from '../author';
import type { Units } from './unit';

type Fields = Readonly<Record<string, unknown>>;

/** The step that runs when everything is over. */
const onExit = (units: Units, dialect: DialectName): string | undefined => {
  const { exitHandler } = units.pipeline;
  if (exitHandler !== undefined) return units.of(exitHandler)?.template;
  if (dialect === 'native') return undefined;
  // The SDK took one exit handler, for the whole run.
  for (const unit of units.root.children) {
    if (unit.kind === 'dag' && unit.entry.kind === 'exit-handler')
      return units.of(unit.entry.handler)?.template;
  }
  return undefined;
};

/** Fields of the spec that hold for the whole run. */
export const runFields = (units: Units, dialect: DialectName): Fields => {
  const { props } = units.pipeline;
  const { spec } = props;
  return {
    ...present({
      serviceAccountName: props.serviceAccountName ?? (dialect === 'kfp-v1' ? 'pipeline-runner' : undefined),
      onExit: onExit(units, dialect),
      activeDeadlineSeconds: props.timeoutSeconds,
      parallelism: props.parallelism,
      ttlStrategy:
        props.ttlSecondsAfterFinished === undefined
          ? undefined
          : { secondsAfterCompletion: props.ttlSecondsAfterFinished },
      imagePullSecrets: props.imagePullSecrets?.map((name) => ({ name })),
      nodeSelector: props.nodeSelector,
      podDisruptionBudget: props.podDisruptionBudget,
      dnsConfig: props.dnsConfig,
    }),
    ...(isRecord(spec) ? spec : {}),
  };
};
