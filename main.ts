import { runProcess } from './lib/cli';

/**
 * The cdk8s app: `cdk8s synth` runs it and says where to write. It gives the same bytes as `drydock synth`, for it is
 * the same command; cdk8s' own writer is not used (docs/output-layout.md says why).
 */
void runProcess(['synth', '--output', process.env['CDK8S_OUTDIR'] ?? 'dist']);
