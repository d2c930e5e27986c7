import { createHash } from 'node:crypto';
import { containerSpec } from '../ir';
import type { Component } from '../pipeline';
import { structJson } from '../proto';

/**
 * Under what a component's arguments stand: its name, or, for a container, the hash of the container, so that
 * components which do the same are there once.
 */
export const componentKey = (component: Component): string =>
  component.kind === 'container'
    ? createHash('sha256')
        .update(structJson(containerSpec.toGo(component.container)))
        .digest('hex')
    : component.name;
