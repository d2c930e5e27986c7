import type { Construct } from 'constructs';
import {
  present,
  ResourceStep,
  ScriptStep,
  type ContainerOutput,
  type Spec,
  type StepProps,
  type Value,
} from '../author';

/** Settings of a step that lets a served model take a new version. */
export interface DeployModelProps extends StepProps {
  /** Name of the Deployment that serves the model. */
  readonly deployment: Value;
  readonly namespace?: Value;
  /** Name of the container in it. */
  readonly container: string;
  /** New image, where the model is in it. */
  readonly image?: Value;
  /** Variables of the container that say where the model is, as in `{MODEL_PATH: …, MODEL_SHA256: …}`. */
  readonly env?: Readonly<Record<string, Value>>;
  /** A whole patch of the Deployment instead. */
  readonly patch?: Spec;
}

const patchOf = ({ container, image, env }: DeployModelProps): object => ({
  template: {
    spec: {
      containers: [
        present({
          name: container,
          image,
          env: env === undefined ? undefined : Object.entries(env).map(([name, value]) => ({ name, value })),
        }),
      ],
    },
  },
});

/**
 * Patches the Deployment of a served model, and waits until none of its pods is unavailable. Where Argo CD owns the Deployment, it
 * would undo this: use `CommitModel` there.
 */
export class DeployModel extends ResourceStep<'generation'> {
  constructor(scope: Construct, id: string, props: DeployModelProps) {
    const { name, displayName, after, retry, timeoutSeconds } = props;
    super(scope, id, {
      ...present({ name, displayName, after, retry, timeoutSeconds }),
      action: 'patch',
      mergeStrategy: 'strategic',
      manifest: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: present({ name: props.deployment, namespace: props.namespace }),
        spec: props.patch ?? patchOf(props),
      },
      // the API leaves the field out where it is 0
      successCondition: 'status.updatedReplicas > 0,!status.unavailableReplicas',
      outputs: { generation: '{.metadata.generation}' },
    });
  }
}

/** Settings of a step that writes a new version of a model to a Git repository. */
export interface CommitModelProps extends StepProps {
  /** Repository that says what is served, as Argo CD reads it. */
  readonly repoURL: Value;
  /** Default: `main`. */
  readonly branch?: Value;
  /** File in it, and the new text of one of its lines by the text that the line begins with. */
  readonly file: string;
  readonly replace: Readonly<Record<string, Value>>;
  readonly message: Value;
  /** Secret with the keys `username` and `password`. */
  readonly credentials: string;
  /** An image with git and a shell. */
  readonly image: Value;
  readonly author?: { readonly name: string; readonly email: string };
}

const script = `set -eu
git config --global credential.helper '!f() { echo "username=$GIT_USERNAME"; echo "password=$GIT_PASSWORD"; }; f'
git config --global user.name "$AUTHOR_NAME"
git config --global user.email "$AUTHOR_EMAIL"
git clone --depth 1 --branch "$BRANCH" "$REPO_URL" /tmp/work
cd /tmp/work
index=0
while [ "$index" -lt "$REPLACEMENTS" ]; do
  export BEGIN="$(printenv "BEGIN_$index")" TEXT="$(printenv "TEXT_$index")"
  awk '{ text = $0; sub(/^[ ]*/, "", text); indent = substr($0, 1, length($0) - length(text))
         if (index(text, ENVIRON["BEGIN"]) == 1) { print indent ENVIRON["BEGIN"] ENVIRON["TEXT"]; found = 1 } else print }
       END { exit !found }' "$FILE" > /tmp/new
  cat /tmp/new > "$FILE"
  index=$((index + 1))
done
git add -- "$FILE"
git diff --cached --quiet || git commit -m "$MESSAGE"
git push origin "HEAD:$BRANCH"
git rev-parse HEAD > /tmp/commit
`;

/**
 * Changes lines of a file in Git, so that whoever reviews and applies it (a person, Argo CD) brings the model out. The
 * lines keep their indentation; a line that is not there fails the step.
 */
export class CommitModel extends ScriptStep<'commit'> {
  constructor(scope: Construct, id: string, props: CommitModelProps) {
    const { name, displayName, after, retry, timeoutSeconds, credentials, author } = props;
    const secret = (key: string): { readonly valueFrom: Spec } => ({
      valueFrom: { secretKeyRef: { name: credentials, key } },
    });
    const lines = Object.entries(props.replace);
    const outputs: Readonly<Record<'commit', ContainerOutput>> = {
      commit: { path: '/tmp/commit', type: 'String' },
    };
    super(scope, id, {
      ...present({ name, displayName, after, retry, timeoutSeconds }),
      image: props.image,
      command: ['sh'],
      source: script,
      env: {
        REPO_URL: props.repoURL,
        BRANCH: props.branch ?? 'main',
        FILE: props.file,
        MESSAGE: props.message,
        AUTHOR_NAME: author?.name ?? 'Pipeline',
        AUTHOR_EMAIL: author?.email ?? 'pipeline@example.internal',
        REPLACEMENTS: lines.length,
        ...Object.fromEntries(
          lines.flatMap(([begin, text], index) => [
            [`BEGIN_${index}`, begin] as const,
            [`TEXT_${index}`, text] as const,
          ]),
        ),
        GIT_USERNAME: secret('username'),
        GIT_PASSWORD: secret('password'),
      },
      outputs,
    });
  }
}
