import { sanitizeName } from './names';
import type { PipelineNode } from './node';
import type { Value } from './reference';
import type { Spec } from './spec';

/** What a volume is made of. */
export type VolumeSource =
  | { readonly kind: 'claim'; readonly claim: Value; readonly readOnly: boolean }
  | { readonly kind: 'other'; readonly spec: Spec };

/** What a volume is called and what must be over before it may be used. */
interface VolumeState {
  readonly name: string;
  readonly source: VolumeSource;
  readonly dependencies: readonly PipelineNode[];
}

const volumeName = (text: string): string => sanitizeName(text).slice(0, 63).replace(/-+$/, '');

/** Which of `wanted` come before one of `nodes`, or are one of them. */
const impliedBy = (
  nodes: readonly PipelineNode[],
  wanted: readonly PipelineNode[],
): ReadonlySet<PipelineNode> => {
  const open = new Set(wanted);
  const implied = new Set<PipelineNode>();
  const seen = new Set<PipelineNode>(nodes);
  const queue = [...nodes];
  for (let node = queue.pop(); node !== undefined && open.size > 0; node = queue.pop()) {
    if (open.delete(node)) implied.add(node);
    for (const before of node.predecessors()) {
      if (seen.has(before)) continue;
      seen.add(before);
      queue.push(before);
    }
  }
  return implied;
};

/**
 * A volume, and what must be over before it may be used. It is never changed: `after` gives another view of the same
 * volume.
 */
export class PipelineVolume {
  /** A claim that exists already; its name may come from a parameter. It implies no order by itself. */
  static claim(
    claim: Value,
    options: { readonly name?: string; readonly readOnly?: boolean } = {},
  ): PipelineVolume {
    const name = options.name ?? (typeof claim === 'string' && !claim.includes('{{') ? claim : 'claim');
    return new PipelineVolume({
      name: volumeName(name),
      source: { kind: 'claim', claim, readOnly: options.readOnly ?? false },
      dependencies: [],
    });
  }

  /** Any other volume of Kubernetes, as in `{emptyDir: {}}` or `{configMap: {name: 'settings'}}`. */
  static of(name: string, spec: Spec): PipelineVolume {
    return new PipelineVolume({ name: volumeName(name), source: { kind: 'other', spec }, dependencies: [] });
  }

  /** Name in the pod. */
  readonly name: string;
  readonly source: VolumeSource;
  /** What must be over before a user of this view may start. */
  readonly dependencies: readonly PipelineNode[];

  private constructor(state: VolumeState) {
    this.name = state.name;
    this.source = state.source;
    this.dependencies = state.dependencies;
  }

  /** The same volume, to be used once `nodes` are over; what they imply is no dependency of its own any more. */
  after(...nodes: readonly PipelineNode[]): PipelineVolume {
    const implied = impliedBy(nodes, this.dependencies);
    return new PipelineVolume({
      ...this,
      dependencies: [...new Set([...nodes, ...this.dependencies.filter((each) => !implied.has(each))])],
    });
  }

  /** The same volume, mounted so that nothing can be written to it. */
  asReadOnly(): PipelineVolume {
    return this.source.kind === 'claim'
      ? new PipelineVolume({ ...this, source: { ...this.source, readOnly: true } })
      : this;
  }
}
