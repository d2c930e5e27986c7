import type { FieldSpec } from '../config/field-spec';
import { complain, Problem } from '../problem';
import { isSelected, idText } from '../resource/id';
import type { Resource } from '../resource/resource';
import { describeNode, fieldOf, fieldOrCreate } from '../tree/edit';
import type { Kind, Node, Tag } from '../tree/node';

/** What is done with a field, and what is made where it is missing. */
export interface FieldChange {
  readonly set: (node: Node) => void;
  /** Kind of a field that is made; nothing is made without. */
  readonly createKind?: Kind;
  /** Tag that a null gets when it becomes that kind. */
  readonly createTag?: Tag;
}

class Visitor {
  constructor(
    private readonly spec: FieldSpec,
    private readonly change: FieldChange,
  ) {}

  visit(node: Node, depth: number): void {
    const { parts } = this.spec;
    const part = parts[depth];
    if (part === undefined) return this.change.set(node);
    if (node.isNull) return;
    switch (node.kind) {
      case 'list':
        for (const item of node.items) this.visit(item, depth);
        return;
      case 'map':
        return this.visitField(node, part, depth);
      case 'scalar':
        complain({
          rule: 'kustomize/field-path',
          got: `${describeNode(node)} before ${part}`,
          want: 'a map or a list on the way to the field',
          fix: 'correct the path, or the object',
        });
    }
  }

  private visitField(map: Node, part: string, depth: number): void {
    const isList = part.endsWith('[]');
    const name = isList ? part.slice(0, -2) : part;
    if (name === '') {
      complain({
        rule: 'kustomize/field-path',
        got: 'an empty part in the path',
        want: 'a field name in every part',
        fix: 'remove the extra slash',
      });
    }
    const { createKind, createTag = '' } = this.change;
    const isLast = depth === this.spec.parts.length - 1;
    const creates = this.spec.create && createKind !== undefined && !isList;
    const kind: Kind | undefined = creates ? (isLast ? createKind : 'map') : isList ? 'list' : undefined;
    const field = creates && kind !== undefined ? fieldOrCreate(map, name, kind) : fieldOf(map, name);
    if (field === undefined) return;
    if (field.isNull && kind !== undefined) field.become(kind, creates && isLast ? createTag : '');
    this.visit(field, depth + 1);
  }
}

/** Changes a field of a resource, whatever kinds the field specification selects; where there is none, nothing happens. */
export const changeField = (resource: Resource, spec: FieldSpec, change: FieldChange): void => {
  try {
    new Visitor(spec, change).visit(resource.root, 0);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { complaint } = error;
    complain({
      ...complaint,
      got: `${complaint.got}, at field '${spec.path}' of object ${idText(resource.id)}`,
    });
  }
};

/** Changes a field of a resource, if the field specification selects its kind. */
export const applyField = (resource: Resource, spec: FieldSpec, change: FieldChange): void => {
  if (isSelected(resource.id, spec)) changeField(resource, spec, change);
};
