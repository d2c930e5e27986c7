import { isRecord, listAt, stringAt } from '../../kubernetes';

/**
 * The answer of a webhook that minds nothing: every request is allowed and left as it is, every object is converted by
 * naming the wanted version. Undefined for what is no review.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response
 */
export const answerReview = (body: unknown): object | undefined => {
  const apiVersion = stringAt(body, 'apiVersion');
  const kind = stringAt(body, 'kind');
  const uid = stringAt(body, 'request', 'uid');
  if (uid === undefined) return undefined;
  switch (kind) {
    case 'AdmissionReview':
      return { apiVersion, kind, response: { uid, allowed: true } };
    case 'ConversionReview': {
      const desired = stringAt(body, 'request', 'desiredAPIVersion');
      const convertedObjects = listAt(body, 'request', 'objects').map((object) =>
        isRecord(object) ? { ...object, apiVersion: desired } : object,
      );
      return { apiVersion, kind, response: { uid, convertedObjects, result: { status: 'Success' } } };
    }
    default:
      return undefined;
  }
};
