import { Construct, type IConstruct } from 'constructs';
import { Refusal } from '../../diagnostics';
import { isInstance, kind } from './identity';

/** The root of a pipeline: finds its steps and groups by their construct paths. */
export class PipelineRoot extends Construct {
  static readonly [kind]: string = 'PipelineRoot';

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isInstance(this, value);
  }

  private readonly known = new Map<string, PipelineNode>();

  /** Every step and group in the order of creation. */
  get members(): Iterable<PipelineNode> {
    return this.known.values();
  }

  /** The step or group at a construct path. */
  find(address: string): PipelineNode | undefined {
    return this.known.get(address);
  }

  /** Called by every step and group when it comes into being. */
  register(node: PipelineNode): void {
    this.known.set(node.address, node);
  }
}

const rootOf = (scope: Construct, id: string): PipelineRoot => {
  for (let each: IConstruct | undefined = scope; each !== undefined; each = each.node.scope) {
    if (each instanceof PipelineRoot) return each;
  }
  throw new Refusal([
    {
      rule: 'workflow/outside-pipeline',
      severity: 'error',
      where: { kind: 'object', component: 'pipeline', object: `Step/${id}`, path: '' },
      got: `a scope that is in no pipeline: ${scope.node.path || 'the root'}`,
      want: 'a Pipeline, or a group in one, as the first argument',
      fix: 'pass the pipeline or the scope that the body of a group receives',
    },
  ]);
};

/** A step or a group of steps: whatever can come before or after something. */
export abstract class PipelineNode extends Construct {
  static readonly [kind]: string = 'PipelineNode';

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isInstance(this, value);
  }

  readonly pipeline: PipelineRoot;
  /** The construct path: how references name it. */
  readonly address: string;
  /** What people call it; the names in the workflow are made from it. */
  readonly label: string;
  /** Whether the label was given and is not just the id. */
  readonly named: boolean;
  /** The group that it is in; undefined right below the pipeline. */
  readonly group: PipelineNode | undefined;
  private readonly explicit = new Set<PipelineNode>();

  constructor(scope: Construct, id: string, name?: string) {
    super(scope, id);
    this.pipeline = rootOf(scope, id);
    this.group = scope instanceof PipelineNode ? scope : undefined;
    this.address = this.node.path;
    this.label = name ?? id;
    this.named = name !== undefined;
    this.pipeline.register(this);
  }

  /** Starts this only when `nodes` are over. */
  after(...nodes: readonly PipelineNode[]): this {
    for (const node of nodes) this.explicit.add(node);
    return this;
  }

  /** What `after` has named. */
  get afterNodes(): ReadonlySet<PipelineNode> {
    return this.explicit;
  }

  /** What must be over before it starts, as far as is said so far: by `after`, by volumes, by references. */
  waitsFor(): Iterable<PipelineNode> {
    return this.explicit;
  }

  /** What is over when this is: what it waits for, and for a group what is in it. */
  *predecessors(): Generator<PipelineNode> {
    yield* this.waitsFor();
    for (let each = this.group; each !== undefined; each = each.group) yield* each.waitsFor();
    for (const child of this.node.children) if (child instanceof PipelineNode) yield child;
  }
}
