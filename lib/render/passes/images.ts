import { mirrorImage } from '../../images';
import { isRecord, listAt, podTemplateOf, stringAt, type KubernetesObject } from '../../kubernetes';
import type { Draft } from '../draft';
import { editAt, rewriteRecords } from './edit';

type Fields = Readonly<Record<string, unknown>>;

/** Where images come from on this site. */
export interface ImagesProps {
  readonly registry: string | undefined;
  readonly pullSecrets: readonly string[];
  /** Images of a component outside `image:` fields. */
  readonly declaredBy: (component: string) => readonly string[];
}

/** The drafts with the site's references, and the bill of every image. */
export interface BilledDrafts {
  readonly drafts: readonly Draft[];
  readonly bill: readonly string[];
}

const withPullSecrets = (holder: Fields, names: readonly string[]): Fields => {
  const present = listAt(holder, 'imagePullSecrets');
  const missing = names.filter((name) => !present.some((each) => stringAt(each, 'name') === name));
  return missing.length === 0
    ? holder
    : { ...holder, imagePullSecrets: [...present, ...missing.map((name) => ({ name }))] };
};

const pullsFrom = (object: KubernetesObject, names: readonly string[]): KubernetesObject => {
  if (names.length === 0) return object;
  if (object.apiVersion === 'v1' && object.kind === 'ServiceAccount') {
    const { apiVersion, kind, metadata } = object;
    return { ...withPullSecrets(object, names), apiVersion, kind, metadata };
  }
  const template = podTemplateOf(object);
  return template === undefined
    ? object
    : editAt(object, template.path.split('.'), (spec) => withPullSecrets(spec, names));
};

/** Rewrites `image:` of every container, and strings that are exactly one of the declared images. */
const mirrored = (
  object: KubernetesObject,
  declared: ReadonlySet<string>,
  registry: string | undefined,
  bill: Set<string>,
): KubernetesObject => {
  const isWorkload = podTemplateOf(object) !== undefined;
  const rewrite = (record: Fields): Fields => {
    let copy: Record<string, unknown> | undefined;
    for (const field in record) {
      const value = record[field];
      const values = Array.isArray(value) ? value : [value];
      const next = values.map((each) => {
        if (typeof each !== 'string') return each;
        const isImage = declared.has(each) || (isWorkload && field === 'image' && !Array.isArray(value));
        if (!isImage) return each;
        const moved = mirrorImage(each, registry);
        bill.add(moved);
        return moved;
      });
      if (next.some((each, index) => each !== values[index])) {
        copy ??= { ...record };
        copy[field] = Array.isArray(value) ? next : next[0];
      }
    }
    return copy ?? record;
  };
  if (!isWorkload && declared.size === 0) return object;
  const { apiVersion, kind, metadata } = object;
  const rewritten = rewriteRecords(object, rewrite);
  return isRecord(rewritten) ? { ...rewritten, apiVersion, kind, metadata } : object;
};

/** Moves every image to the site's registry, adds its pull secrets, and keeps the bill. */
export const images = (drafts: readonly Draft[], props: ImagesProps): BilledDrafts => {
  const bill = new Set<string>();
  const declared = new Map<string, ReadonlySet<string>>();
  const declaredBy = (component: string): ReadonlySet<string> => {
    const known = declared.get(component) ?? new Set(props.declaredBy(component));
    declared.set(component, known);
    return known;
  };
  const result = drafts.map((draft) => ({
    ...draft,
    object: mirrored(
      pullsFrom(draft.object, props.pullSecrets),
      declaredBy(draft.component),
      props.registry,
      bill,
    ),
  }));
  return { drafts: result, bill: [...bill].sort() };
};
