import { map, message, text, type Infer } from '../proto';
import { componentSpec } from './component';
import { deploymentConfig } from './executor';

/** The first document of an IR file. */
export const pipelineSpec = message('PipelineSpec', {
  pipelineInfo: message('PipelineInfo', { name: text, displayName: text, description: text }),
  sdkVersion: text,
  schemaVersion: text,
  // A Struct in the proto, of which the backend reads this message.
  deploymentSpec: deploymentConfig,
  components: map(componentSpec),
  root: componentSpec,
  defaultPipelineRoot: text,
});

export type PipelineSpec = Infer<typeof pipelineSpec>;
