import { complain } from '../problem';
import { isMissing, type Node } from '../tree/node';

/** What a patch asks for beside its values. https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md */
export type Directive = 'replace' | 'delete' | 'merge';

const key = '$patch';

const directiveOf = (text: string): Directive =>
  text === 'replace' || text === 'delete' || text === 'merge'
    ? text
    : complain({
        rule: 'kustomize/patch-directive',
        got: `unknown patch strategy '${text}'`,
        want: '$patch: replace, delete or merge',
        fix: 'correct the directive',
      });

const ofMap = (patch: Node): Directive => {
  const node = patch.field(key);
  if (node === undefined) return 'merge';
  const directive = directiveOf(node.text);
  patch.remove(key);
  return directive;
};

/** The directive of a list is an item that holds nothing else. */
const ofList = (patch: Node): Directive => {
  const item = patch.items.find((each) => each.kind === 'map' && each.field(key) !== undefined);
  const node = item?.field(key);
  if (item === undefined || node === undefined || item.fields.size > 1) return 'merge';
  const directive = directiveOf(node.text);
  patch.setItems(patch.items.filter((each) => !(each.kind === 'map' && each.field(key)?.text === node.text)));
  return directive;
};

/** Takes the directive out of a patch. */
export const takeDirective = (patch: Node | undefined): Directive => {
  if (patch === undefined) return 'merge';
  if (patch.kind === 'map') return ofMap(patch);
  if (patch.kind === 'list') return ofList(patch);
  if (isMissing(patch)) return 'merge';
  return complain({
    rule: 'kustomize/patch-kind',
    got: `the scalar ${JSON.stringify(patch.text)} in a patch`,
    want: 'a map or a list, as in the resource',
    fix: 'correct the patch',
  });
};
