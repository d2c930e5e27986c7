import { recordAt } from '../../../lib/kubernetes';
import { kubernetesExecutorConfig, pipelineSpec, platformSpec } from '../../../lib/kfp/ir';

/** A message as `lib/kfp` has it, told from the other types by its fields. */
interface Known {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const isMessage = (type: unknown): type is Known =>
  typeof type === 'object' && type !== null && 'fields' in type && 'name' in type;

/** Every message below one, by name; lists and maps keep what they hold under `item`. */
const messagesBelow = (type: unknown, found = new Map<string, readonly string[]>()) => {
  if (isMessage(type)) {
    found.set(type.name, Object.keys(type.fields));
    for (const field of Object.values(type.fields)) messagesBelow(field, found);
  } else {
    const item = recordAt(type)['item'];
    if (item !== undefined) messagesBelow(item, found);
  }
  return found;
};

/** Messages whose fields are others than protobuf says. */
export const wrongMessages = (protobuf: unknown): readonly string[] => {
  const ours = new Map(
    [pipelineSpec, platformSpec, kubernetesExecutorConfig].flatMap((type) => [...messagesBelow(type)]),
  );
  return [...ours].flatMap(([name, fields]) => {
    const theirs = recordAt(protobuf)[name];
    if (!Array.isArray(theirs)) return [`${name}: protobuf knows no such message`];
    const sorted = (names: readonly unknown[]): string => [...names].map(String).sort().join(' ');
    return sorted(fields) === sorted(theirs)
      ? []
      : [`${name}: ${sorted(fields)}, protobuf: ${sorted(theirs)}`];
  });
};

/** How many messages are compared. */
export const messageCount = (): number =>
  [pipelineSpec, platformSpec, kubernetesExecutorConfig].reduce(
    (sum, type) => sum + messagesBelow(type).size,
    0,
  );
