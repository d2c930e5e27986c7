/** Versions of KServe that a site may have. */
export type KServeVersion = '0.16' | '0.20';

/** How KServe calls its modes; the names changed with 0.17. */
export const modeNames = {
  '0.16': { Standard: 'RawDeployment', Knative: 'Serverless' },
  '0.20': { Standard: 'Standard', Knative: 'Knative' },
} as const satisfies Readonly<Record<KServeVersion, object>>;
