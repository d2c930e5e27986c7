import { fieldAt } from '../../kubernetes';
import type { Workload } from '../../constructs';
import type { Controller, Scene } from './controller';

const isAvailable = async ({ api }: Pick<Scene, 'api'>, { namespace, name }: Workload): Promise<boolean> => {
  const deployment = await api.find(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
  const available = fieldAt(deployment, 'status', 'availableReplicas');
  return typeof available === 'number' && available > 0;
};

/** A controller that acts only while the Deployment that it stands in for is available. */
export const whileAvailable = (
  scene: Pick<Scene, 'api'>,
  workload: Workload | undefined,
  controller: Controller,
): Controller =>
  workload === undefined
    ? controller
    : {
        name: controller.name,
        round: async () => {
          if (await isAvailable(scene, workload)) await controller.round();
        },
      };
