export { partLabels, scrapeLabel, trackLabel, trackLabels } from './labels';
export { ModelServer, type ModelServerProps } from './model-server';
