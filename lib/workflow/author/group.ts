import type { Construct } from 'constructs';
import { Refusal } from '../../diagnostics';
import { Group, type Body } from './condition';
import { mapRecord } from './record';
import { ItemReference, Reference, type Value } from './reference';
import { PipelineNode } from './node';
import type { Step } from './step';
import { kind } from './identity';

/** An item of a list that is known now: a scalar, or a map of scalars. */
export type Item = string | number | boolean | Readonly<Record<string, string | number | boolean>>;

/** What a loop goes over. */
export type LoopItems =
  | { readonly kind: 'list'; readonly items: readonly Item[] }
  | { readonly kind: 'range'; readonly start: Value; readonly end: Value }
  | { readonly kind: 'reference'; readonly reference: Reference };

/** Settings of a loop. */
export interface LoopProps {
  /** A list; a JSON list that a parameter or a step's output holds; or a range of whole numbers, both ends included. */
  readonly over: readonly Item[] | Reference | { readonly from: Value; readonly to: Value };
  /** Most iterations at a time. Default: all at once. */
  readonly parallelism?: number;
  readonly name?: string;
  readonly body: (scope: Loop, item: ItemReference) => void;
}

const itemsOf = (over: LoopProps['over']): LoopItems => {
  if (over instanceof Reference) return { kind: 'reference', reference: over };
  return 'from' in over ? { kind: 'range', start: over.from, end: over.to } : { kind: 'list', items: over };
};

/** Steps that run once for every item, at the same time unless said otherwise. */
export class Loop extends Group {
  static override readonly [kind]: string = 'Loop';

  readonly items: LoopItems;
  readonly parallelism: number | undefined;

  constructor(scope: Construct, id: string, props: LoopProps) {
    super(scope, id, props.name);
    this.items = itemsOf(props.over);
    this.parallelism = props.parallelism;
    props.body(this, new ItemReference(this.address));
  }

  protected override needs(): readonly Value[] {
    switch (this.items.kind) {
      case 'reference':
        return [this.items.reference];
      case 'range':
        return [this.items.start, this.items.end];
      case 'list':
        return [];
    }
  }
}

/** Settings of a group with an exit handler. */
export interface ExitHandlerProps {
  /** Runs when the group is over, whether it succeeded or not. It stands outside the group, and nothing waits for it. */
  readonly handler: Step;
  readonly name?: string;
  readonly body: Body<ExitHandler>;
}

/** Steps after which another step runs in any case. */
export class ExitHandler extends Group {
  static override readonly [kind]: string = 'ExitHandler';

  readonly handler: Step;

  constructor(scope: Construct, id: string, props: ExitHandlerProps) {
    super(scope, id, props.name);
    this.handler = props.handler;
    props.body(this);
  }

  protected override needs(): readonly Value[] {
    return [];
  }
}

/** Arguments of a sub-pipeline, by name. */
export type Arguments<Name extends string> = Readonly<Record<Name, Value>>;

/** The arguments as the body of a sub-pipeline sees them. */
export type Formals<Name extends string> = Readonly<Record<Name, Reference>>;

/** Settings of a sub-pipeline. */
export interface SubPipelineProps<Name extends string> {
  readonly arguments?: Arguments<Name>;
  readonly name?: string;
  readonly body: (scope: SubPipeline<Name>, formals: Formals<Name>) => void;
}

const formalsOf = <Name extends string>(address: string, given: Arguments<Name>): Formals<Name> =>
  mapRecord(given, (value: Value, name) => {
    const type = value instanceof Reference ? value.type : undefined;
    return new Reference({ kind: 'argument', group: address, name }, type);
  });

/** Steps with inputs of their own: what a function is to a program. */
export class SubPipeline<Name extends string = never> extends Group {
  static override readonly [kind]: string = 'SubPipeline';

  readonly arguments: Readonly<Record<string, Value>>;

  constructor(scope: Construct, id: string, props: SubPipelineProps<Name>) {
    super(scope, id, props.name);
    this.arguments = { ...props.arguments };
    props.body(
      this,
      formalsOf(this.address, props.arguments ?? mapRecord<Name, Value, Value>(undefined, (v) => v)),
    );
  }

  protected override needs(): readonly Value[] {
    return Object.values(this.arguments);
  }
}

/** Settings of steps that call themselves again. */
export interface RecursionProps<Name extends string> {
  readonly arguments: Arguments<Name>;
  /** How often they run at most; the last one does not call again. */
  readonly limit: number;
  readonly name?: string;
  /** Call `again` where the steps are to run once more, in a condition of `scope` that says when. */
  readonly body: (
    scope: Recursion<Name>,
    formals: Formals<Name>,
    again: (scope: Construct, id: string, next: Arguments<Name>) => RecursiveCall,
  ) => void;
}

/** Steps that run again and again until a condition stops them, or the limit. */
export class Recursion<Name extends string = string> extends Group {
  static override readonly [kind]: string = 'Recursion';

  readonly arguments: Readonly<Record<string, Value>>;
  readonly limit: number;

  constructor(scope: Construct, id: string, props: RecursionProps<Name>) {
    super(scope, id, props.name);
    this.arguments = { ...props.arguments };
    this.limit = props.limit;
    props.body(
      this,
      formalsOf(this.address, props.arguments),
      (inner, callId, next) => new RecursiveCall(inner, callId, this, next),
    );
  }

  protected override needs(): readonly Value[] {
    return Object.values(this.arguments);
  }
}

/** The place where a recursion starts again. */
export class RecursiveCall extends PipelineNode {
  static override readonly [kind]: string = 'RecursiveCall';

  readonly recursion: Recursion;
  readonly arguments: Readonly<Record<string, Value>>;

  constructor(scope: Construct, id: string, recursion: Recursion, next: Arguments<string>) {
    super(scope, id);
    this.recursion = recursion;
    this.arguments = { ...next };
    for (let each = this.group; each !== recursion; each = each.group) {
      if (each !== undefined) continue;
      throw new Refusal([
        {
          rule: 'workflow/recursion',
          severity: 'error',
          where: { kind: 'object', component: 'pipeline', object: `Step/${id}`, path: '' },
          got: `a call of ${recursion.label} from outside of it`,
          want: 'a call from a step or group inside',
          fix: 'call again(…) with a scope inside the body',
        },
      ]);
    }
  }
}
