import type { Construct } from 'constructs';
import { present } from './record';
import type { Reference, Value } from './reference';
import type { Spec } from './spec';
import { Step, type StepDraft, type StepProps } from './step';
import { kind } from './identity';

/** A header: a value, or a key of a Secret as `{secretKeyRef: {name, key}}`. */
export type HeaderValue = Value | { readonly secretKeyRef: { readonly name: string; readonly key: string } };

/** Settings of a step that sends one HTTP request. */
export interface HttpStepProps extends StepProps {
  readonly url: Value;
  /** Default: `GET`. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, HeaderValue>>;
  readonly body?: Value;
  /** Seconds for the request. Default: 30. */
  readonly requestTimeoutSeconds?: number;
  /** Expression that says whether it succeeded, as in `response.statusCode == 201`. Default: any status of 2xx. */
  readonly successCondition?: string;
  readonly insecureSkipVerify?: boolean;
  /** Further fields of Argo's `http`. */
  readonly http?: Spec;
}

const isSecret = (value: HeaderValue): value is Exclude<HeaderValue, Value> =>
  typeof value === 'object' && 'secretKeyRef' in value;

/** One HTTP request, sent by Argo's agent: no pod of its own. */
export class HttpStep extends Step<'result'> {
  static override readonly [kind]: string = 'HttpStep';

  declare readonly props: HttpStepProps;
  /** The body of the answer. */
  readonly result: Reference;

  constructor(scope: Construct, id: string, props: HttpStepProps) {
    super(scope, id, props);
    this.result = this.referenceTo('result', 'String');
  }

  protected override makeDraft(): StepDraft {
    const { url, method, headers, body, requestTimeoutSeconds, successCondition, insecureSkipVerify, http } =
      this.props;
    return {
      kind: 'http',
      body: {
        http: {
          ...present({
            url,
            method,
            headers:
              headers === undefined
                ? undefined
                : Object.entries(headers).map(([name, value]) =>
                    isSecret(value) ? { name, valueFrom: value } : { name, value: String(value) },
                  ),
            body: body === undefined ? undefined : String(body),
            timeoutSeconds: requestTimeoutSeconds,
            successCondition,
            insecureSkipVerify,
          }),
          ...http,
        },
      },
      files: [],
      outputs: [{ name: 'result', type: 'String', form: 'result', path: undefined, valueFrom: {} }],
    };
  }
}
