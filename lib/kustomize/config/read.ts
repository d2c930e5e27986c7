import { fieldSpecShape } from '../kustomization/kustomization';
import { parseFile } from '../kustomization/file';
import { listOf, readDocument, record, text, type Shape } from '../kustomization/shape';
import type { Source } from '../problem';
import { sortConfig, type NameReference, type TransformerConfig } from './transformer-config';

const fields = listOf(fieldSpecShape);

const nameReference: Shape<NameReference> = (() => {
  const { read } = record({ group: text, version: text, kind: text, fieldSpecs: fields });
  return {
    absent: { group: '', version: '', kind: '', referrers: [] },
    read: (node, path, reading) => {
      const { fieldSpecs, ...gvk } = read(node, path, reading);
      return { ...gvk, referrers: fieldSpecs };
    },
  };
})();

const shape = record<TransformerConfig>({
  namePrefix: fields,
  nameSuffix: fields,
  namespace: fields,
  commonLabels: fields,
  labels: fields,
  templateLabels: fields,
  commonAnnotations: fields,
  varReference: fields,
  images: fields,
  replicas: fields,
  nameReference: listOf(nameReference),
});

/** A file of `configurations`. */
export const readConfig = (source: Source): TransformerConfig => {
  const root = parseFile(source);
  return sortConfig(readDocument(shape, { source, root, mode: 'strict' }));
};
