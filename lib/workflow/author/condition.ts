import type { Construct } from 'constructs';
import { PipelineNode } from './node';
import type { Value } from './reference';
import { referenceIn } from './reference';
import { kind } from './identity';

/** How two values are compared. */
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Something that is true or false when the run gets there. */
export type Test =
  | { readonly kind: 'comparison'; readonly left: Value; readonly operator: Operator; readonly right: Value }
  | { readonly kind: 'and' | 'or'; readonly tests: readonly Test[] }
  | { readonly kind: 'not'; readonly test: Test };

const comparison =
  (operator: Operator) =>
  (left: Value, right: Value): Test => ({ kind: 'comparison', left, operator, right });

/** Both are the same: as numbers where one is a number, else as texts. */
export const equal = comparison('==');
/** They differ. */
export const notEqual = comparison('!=');
/** As numbers. */
export const less = comparison('<');
/** As numbers. */
export const atMost = comparison('<=');
/** As numbers. */
export const greater = comparison('>');
/** As numbers. */
export const atLeast = comparison('>=');
/** All of them hold. */
export const and = (...tests: readonly Test[]): Test => ({ kind: 'and', tests });
/** One of them holds. */
export const or = (...tests: readonly Test[]): Test => ({ kind: 'or', tests });
/** It does not hold. */
export const not = (test: Test): Test => ({ kind: 'not', test });

/** The values that a test compares. */
export const valuesIn = (test: Test): readonly Value[] => {
  switch (test.kind) {
    case 'comparison':
      return [test.left, test.right];
    case 'not':
      return valuesIn(test.test);
    default:
      return test.tests.flatMap(valuesIn);
  }
};

/** A group of steps: one DAG inside another. */
export abstract class Group extends PipelineNode {
  /** Values that the group itself needs: the operands of its test, the list that it loops over. */
  protected abstract needs(): readonly Value[];

  override *waitsFor(): Generator<PipelineNode> {
    yield* super.waitsFor();
    for (const value of this.needs()) {
      const target = referenceIn(value);
      const producer = target?.kind === 'output' ? this.pipeline.find(target.step) : undefined;
      if (producer !== undefined) yield producer;
    }
  }
}

/** Fills a group: adds steps and groups to the scope that it is given. */
export type Body<Scope extends Group = Group> = (scope: Scope) => void;

/** Steps that run when a test holds. */
export class Branch extends Group {
  static override readonly [kind]: string = 'Branch';

  readonly test: Test;

  constructor(scope: Construct, id: string, test: Test, body: Body<Branch>, name?: string) {
    super(scope, id, name);
    this.test = test;
    body(this);
  }

  protected override needs(): readonly Value[] {
    return valuesIn(this.test);
  }
}

/** Settings of a condition. */
export interface ConditionProps {
  readonly if: Test;
  readonly then: Body<Branch>;
  /** Default: nothing happens. */
  readonly else?: Body<Branch>;
  /** Name of the first branch; the other's is the same with `else` before it. Default: the id. */
  readonly name?: string;
}

/**
 * One of two branches, by a test. The branches stand beside each other in the scope: `<id>` and, when there is one,
 * `else-<id>`.
 */
export class Condition {
  readonly then: Branch;
  readonly else: Branch | undefined;

  constructor(scope: Construct, id: string, props: ConditionProps) {
    const name = props.name ?? id;
    this.then = new Branch(scope, id, props.if, props.then, name);
    this.else =
      props.else === undefined
        ? undefined
        : new Branch(scope, `else-${id}`, not(props.if), props.else, `else-${name}`);
  }
}
