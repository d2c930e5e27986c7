import { isUtf8 } from 'node:buffer';
import { complain } from '../problem';
import type { Folder } from '../loader/folder';

/** A key and the bytes that belong to it. */
export interface KeyValue {
  readonly key: string;
  readonly value: Uint8Array;
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');

const withoutQuotes = (text: string): string => {
  const first = text[0];
  const quoted = text.length >= 2 && first === text[text.length - 1] && (first === '"' || first === "'");
  return quoted ? text.slice(1, -1) : text;
};

/** `key=value`, the value in quotes or not. */
export const fromLiteral = (literal: string): KeyValue => {
  const at = literal.indexOf('=');
  if (at <= 0) {
    return complain({
      rule: 'kustomize/literal',
      got: `invalid literal source ${literal}, expected key=value`,
      want: 'key=value',
      fix: 'add the key or the equals sign',
    });
  }
  return { key: literal.slice(0, at), value: bytesOf(withoutQuotes(literal.slice(at + 1))) };
};

const badSource = (got: string): never =>
  complain({
    rule: 'kustomize/file-source',
    got,
    want: 'a path, or key=path',
    fix: 'correct the entry; neither keys nor paths can hold an equals sign',
  });

/** A file under its own name, or `key=path`. */
export const fromFile = (source: string, folder: Folder): KeyValue => {
  const pieces = source.split('=');
  const [first = '', second] = pieces;
  if (pieces.length > 2)
    return badSource(`source ${JSON.stringify(source)} key name or file path contains '='`);
  if (second !== undefined && first === '') {
    return badSource(
      `missing key name for file path ${JSON.stringify(second)} in source ${JSON.stringify(source)}`,
    );
  }
  if (second === '') {
    return badSource(
      `missing file path for key name ${JSON.stringify(first)} in source ${JSON.stringify(source)}`,
    );
  }
  const path = second ?? first;
  const key = second === undefined ? (path.replace(/\/+$/, '').split('/').pop() ?? path) : first;
  return { key, value: folder.read(path).bytes };
};

const blank = /^[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Lines of `key=value`; empty ones and comments are left out. */
export const fromEnvironmentFile = (path: string, folder: Folder): readonly KeyValue[] => {
  const { bytes, text, shown } = folder.read(path);
  if (!isUtf8(bytes)) {
    return complain({
      rule: 'kustomize/env-file',
      got: `${shown} has invalid utf8 bytes`,
      want: 'lines of key=value in UTF-8',
      fix: 'list the file under files instead',
    });
  }
  return text
    .split('\n')
    .map((line, index) =>
      (index === 0 ? line.replace(/^\ufeff/, '') : line).replace(/\r$/, '').replace(blank, ''),
    )
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const at = line.indexOf('=');
      const key = at < 0 ? line : line.slice(0, at);
      return key === '' ? [] : [{ key, value: bytesOf(at < 0 ? '' : line.slice(at + 1)) }];
    });
};
