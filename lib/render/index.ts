export type { Manifest, Origin, Waiver } from './manifest';
export {
  manifestsOf,
  type PlainFile,
  type Release,
  type RenderedComponent,
  type Site,
  type SiteNode,
  type Taint,
} from './release';
export { render, type ComponentTree, type Rendered, type RenderProps } from './render';
