import { recordAt, stringAt, stringMapAt } from '../../kubernetes';
import {
  isGoing,
  listKind,
  nameOf,
  namespaceOf,
  shown,
  type Controller,
  type Live,
  type Scene,
} from './controller';
import { randomText } from './external-secret-values';
import { findSecret, makeSecret } from './secrets';
import { generationOf, writeCondition } from './status';

const apiVersion = 'bitnami.com/v1alpha1';
const kind = 'SealedSecret';

/** Sealed values are random, for only the site's controller has the key; those of the template are what it says. */
const valuesOf = (sealed: Live): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.keys(recordAt(sealed, 'spec', 'encryptedData')).map((key) => [key, randomText()]),
  ),
  ...stringMapAt(sealed, 'spec', 'template', 'data'),
});

/** Sealed Secrets: each SealedSecret becomes a Secret with the same keys, once. */
export const sealedSecretsController = (scene: Scene, why: string): Controller => ({
  name: 'sealed-secrets',
  round: async () => {
    for (const sealed of await listKind(scene, apiVersion, kind)) {
      if (isGoing(sealed)) continue;
      const name = stringAt(sealed, 'spec', 'template', 'metadata', 'name') ?? nameOf(sealed);
      const there = (await findSecret(scene, namespaceOf(sealed), name)) !== undefined;
      if (!there) {
        await makeSecret(scene, {
          namespace: namespaceOf(sealed),
          name,
          type: stringAt(sealed, 'spec', 'template', 'type'),
          values: valuesOf(sealed),
          labels: stringMapAt(sealed, 'spec', 'template', 'metadata', 'labels'),
          annotations: stringMapAt(sealed, 'spec', 'template', 'metadata', 'annotations'),
          owner: { apiVersion, kind, object: sealed },
        });
      }
      const wrote = await writeCondition(
        scene,
        apiVersion,
        kind,
        sealed,
        { type: 'Synced', status: 'True', reason: '', message: '' },
        { observed: false, rest: { observedGeneration: generationOf(sealed) } },
      );
      if (wrote || !there) scene.ledger.note('operator sealed-secrets', why, shown(kind, sealed));
    }
  },
});
