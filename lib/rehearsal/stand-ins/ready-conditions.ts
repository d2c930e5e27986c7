import type { ConditionStandIn } from '../../constructs';
import { isGoing, listKind, shown, type Controller, type Scene } from './controller';
import { writeCondition } from './status';

/** A controller of custom resources of which only one thing counts: that they get ready. */
export const readyConditions = (
  scene: Scene,
  { apiVersion, of, type = 'Ready', because }: ConditionStandIn,
): Controller => ({
  name: of,
  round: async () => {
    for (const object of await listKind(scene, apiVersion, of)) {
      if (isGoing(object)) continue;
      const condition = {
        type,
        status: 'True',
        reason: type,
        message: 'a stand-in: nothing was done',
      } as const;
      if (await writeCondition(scene, apiVersion, of, object, condition))
        scene.ledger.note(`controller of ${of} (${apiVersion})`, because, shown(of, object));
    }
  },
});
