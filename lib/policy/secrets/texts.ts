import { secretUnderName } from './names';

const assignment =
  /^[\s-]*(?:export\s+|set\s+)?["']?([A-Za-z_][A-Za-z0-9_.-]*)["']?\s*(?::=|=|:)\s*(.+?)\s*[,;]?\s*$/;
const quoted = /^(["'])(.*)\1$/;
const bareWord = /^[^\s()[\]{}<>"'`|&]+$/;
const sourceFile = /\.(?:py|sh|bash|go|js|ts|lua|rego|rb|pl|java|sql|j2|tpl|tmpl|gotmpl|ipynb)$/;

/** The value of an assignment, where it is a literal; in programs only text in quotes is one. */
const literalOf = (written: string, isProgram: boolean): string | undefined => {
  const inQuotes = quoted.exec(written)?.[2];
  if (inQuotes !== undefined) return inQuotes;
  const withoutComment = written.replace(/\s+[#;].*$/, '');
  return !isProgram && bareWord.test(withoutComment) ? withoutComment : undefined;
};

/**
 * What secret a file in a ConfigMap assigns to a name that says so: properties, ini, YAML, JSON and shell are read line
 * by line, which is enough for what people write by hand.
 */
export const secretInFile = (fileName: string, text: string): string | undefined => {
  if (!text.includes('\n') && !/[:=]/.test(text)) return undefined;
  const isProgram = sourceFile.test(fileName) || text.startsWith('#!');
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const [, name, written] = line.length > 1000 ? [] : (assignment.exec(line) ?? []);
    if (name === undefined || written === undefined) continue;
    const value = literalOf(written, isProgram);
    const found = value === undefined ? undefined : secretUnderName(name, value);
    if (found !== undefined) return lines.length === 1 ? found : `${found}, in line ${index + 1}`;
  }
  return undefined;
};
