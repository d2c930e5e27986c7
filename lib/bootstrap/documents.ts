import { emitYaml } from '../yaml';

/** Several YAML documents as one text, with a comment above the first. */
export const yamlDocuments = (documents: readonly unknown[], comment: readonly string[]): string =>
  documents.map((document, index) => emitYaml(document, index === 0 ? { comment } : {})).join('---\n');
