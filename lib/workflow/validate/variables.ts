/** Every `{{tag}}` of a text that is no expression; a tag without its end is given as undefined. */
export function* tagsOf(text: string): Generator<string | undefined> {
  let position = text.indexOf('{{');
  while (position >= 0) {
    const end = text.indexOf('}}', position + 2);
    if (end < 0) {
      yield undefined;
      return;
    }
    const tag = text.slice(position + 2, end);
    if (!tag.startsWith('=')) yield tag.trim();
    position = text.indexOf('{{', end + 2);
  }
}

/** Every expression `{{=…}}` of a text. */
export function* expressionsOf(text: string): Generator<string> {
  for (const match of text.matchAll(/\{\{=(.*?)\}\}/gs)) yield match[1] ?? '';
}

const memberPattern =
  /\b(inputs\.parameters|tasks|steps)(?:\.([A-Za-z_]\w*)|\[(?:\\?'([^'\\]*)\\?'|\\?"([^"\\]*)\\?")\])/g;

/** A variable that an expression reads. */
export interface ExpressionVariable {
  readonly root: 'inputs.parameters' | 'tasks' | 'steps';
  readonly name: string;
}

/** The inputs and tasks that the expressions of a text read. */
export function* expressionVariables(text: string): Generator<ExpressionVariable> {
  for (const expression of expressionsOf(text)) {
    for (const [, root, dotted, single, double] of expression.matchAll(memberPattern)) {
      const name = dotted ?? single ?? double ?? '';
      if (root === 'inputs.parameters' || root === 'tasks' || root === 'steps') yield { root, name };
    }
  }
}

/** Words that Argo replaces; anything else in double braces it leaves alone. */
const roots = ['item.', 'steps.', 'inputs.', 'outputs.', 'pod.', 'workflow.', 'tasks.'];

/** Whether Argo takes a tag for a variable of its own. */
export const isVariable = (tag: string): boolean => roots.some((root) => tag.startsWith(root));

const always = new Set([
  'workflow.name',
  'workflow.namespace',
  'workflow.mainEntrypoint',
  'workflow.serviceAccountName',
  'workflow.uid',
  'workflow.status',
  'workflow.annotations',
  'workflow.annotations.json',
  'workflow.labels',
  'workflow.labels.json',
]);

const lateGlobals = ['workflow.creationTimestamp', 'workflow.scheduledTime', 'workflow.duration'];
const selfReferences = ['outputs.', 'tasks.name', 'steps.name', 'node.name'];

/** Variables that are known everywhere in a workflow. */
export interface Globals {
  readonly names: ReadonlySet<string>;
  /** Values of the workflow's parameters, where they are known. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether parameters may come from whoever uses the template. */
  readonly openParameters: boolean;
}

/** Whether a variable is known without looking at the template. */
export const isGlobal = (tag: string, globals: Globals): boolean =>
  always.has(tag) ||
  globals.names.has(tag) ||
  lateGlobals.some((prefix) => tag.startsWith(prefix)) ||
  selfReferences.some((prefix) => tag.startsWith(prefix)) ||
  (globals.openParameters && tag.startsWith('workflow.parameters'));

/** Variables that a template knows by itself. */
export interface Scope {
  readonly names: Pick<ReadonlySet<string>, 'has'>;
  /** Whether any field of an item may be read: the list is not known. */
  readonly anyItem?: boolean;
}

/** Tags of a text that nothing gives a value to. */
export function* unresolved(text: string, scopes: readonly Scope[], globals: Globals): Generator<string> {
  for (const tag of tagsOf(text)) {
    if (tag === undefined) {
      yield 'a {{ without }}';
      continue;
    }
    if (!isVariable(tag) || isGlobal(tag, globals)) continue;
    if (scopes.some(({ names }) => names.has(tag))) continue;
    if (tag.startsWith('item.') && scopes.some(({ anyItem }) => anyItem === true)) continue;
    yield `{{${tag}}}`;
  }
}
