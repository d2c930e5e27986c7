import type { Problems, Units } from '../compile';

/** Names that stand for a credential itself, and not for the name of a Secret that holds one. */
const credential =
  /(^|[-_.])(password|passwd|token|(access|account|api|private|secret|storage|encryption)[-_.]?key)$/i;

/** Parameters that look like credentials: whoever may see a run would see them. */
export const checkSecretParameters = (units: Units, problems: Problems): void => {
  for (const name of Object.keys(units.pipeline.props.parameters ?? {})) {
    if (!credential.test(name)) continue;
    problems.add(units.root, `parameters[${name}]`, {
      rule: 'workflow/secret-parameter',
      got: `a parameter named ${name}, whose value stands in every run in clear text`,
      want: 'credentials in a Secret of the cluster',
      fix: 'remove it, and read the value where it is needed: env: {KEY: {valueFrom: {secretKeyRef: {name, key}}}}',
    });
  }
};
