import { EnvValue, Secret } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ModelDefinition } from '../../platform';

type Variables = ModelDefinition['env'];

/** Variables of a container: texts, and references to Secrets; a value of a Secret is never in the output. */
export const environmentOf = (
  scope: Construct,
  id: string,
  variables: Variables,
): Record<string, EnvValue> => {
  const secrets = new Construct(scope, id);
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? EnvValue.fromValue(value)
        : EnvValue.fromSecretValue({
            secret: Secret.fromSecretName(secrets, name, value.secret.name),
            key: value.secret.key,
          }),
    ]),
  );
};
