import { NoManifest, parseResources } from './resource/read';
import { withLineFeeds } from './yaml/documents';

/** How many objects a text holds that a kustomization could list; 0 also where it is not YAML. */
export const manifestsIn = (text: string): number => {
  try {
    return parseResources(withLineFeeds(text)).length;
  } catch (error) {
    if (error instanceof NoManifest) return 0;
    throw error;
  }
};
