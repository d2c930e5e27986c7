import type { Node } from '../tree/node';
import { builtIn } from './built-in';
import { builtInSchema, type SchemaBook } from './merge-schema';
import { openApiBook } from './open-api';

/**
 * The schemas of one build: what is built in, or the first document that a kustomization names. As in kustomize, that
 * document then stands instead of what is built in, unless a kind unknown there was met before it.
 */
export class Books {
  private custom: SchemaBook | undefined;
  private metUnknown = false;
  private alsoBuiltIn = false;

  readonly current: SchemaBook = {
    ofKind: (apiVersion, kind) => {
      if (this.custom === undefined) return builtIn.ofKind(apiVersion, kind);
      return (
        this.custom.ofKind(apiVersion, kind) ??
        (this.alsoBuiltIn ? builtIn.ofKind(apiVersion, kind) : undefined)
      );
    },
    isClusterScoped: (apiVersion, kind) => {
      if (this.custom !== undefined) return this.custom.isClusterScoped(apiVersion, kind);
      if (!this.metUnknown && builtInSchema(apiVersion, kind) === undefined) this.metUnknown = true;
      return builtIn.isClusterScoped(apiVersion, kind);
    },
  };

  /** Takes the schemas of an OpenAPI document, unless another came first. */
  use(document: Node | undefined): void {
    if (this.custom !== undefined || document === undefined) return;
    this.alsoBuiltIn = this.metUnknown;
    this.custom = openApiBook(document);
  }
}
