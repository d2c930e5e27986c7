import { isGoing, listKind, nameOf, shown, type Controller, type Scene } from './controller';
import { writeCondition } from './status';

const apiVersion = 'kubeflow.org/v1';
const kind = 'Profile';

/** Labels by which the other parts of Kubeflow know the namespace of a profile. */
const labels = {
  'app.kubernetes.io/part-of': 'kubeflow-profile',
  'katib.kubeflow.org/metrics-collector-injection': 'enabled',
  'serving.kubeflow.org/inferenceservice': 'enabled',
} as const;

/** The profile controller of Kubeflow, as far as others wait for it: each Profile becomes a Namespace. */
export const profileController = (scene: Scene, why: string): Controller => ({
  name: 'profiles',
  round: async () => {
    for (const profile of await listKind(scene, apiVersion, kind)) {
      if (isGoing(profile)) continue;
      const name = nameOf(profile);
      const there = (await scene.api.find(`/api/v1/namespaces/${name}`)) !== undefined;
      if (!there) {
        await scene.api.create('/api/v1/namespaces', {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name, labels },
        });
      }
      const wrote = await writeCondition(scene, apiVersion, kind, profile, {
        type: 'Successful',
        status: 'True',
        reason: 'Successful',
        message: '',
      });
      if (wrote || !there) scene.ledger.note('operator profiles', why, shown(kind, profile));
    }
  },
});
