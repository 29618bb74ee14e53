import type { ConfigPath } from './component.ts';
import { messages, type Problem } from './problems.ts';

/** State of a conversion to components. All problems are collected before one is thrown. */
export interface Rendering {
  /** The major API version. */
  readonly apiVersion: number;
  readonly problems: Problem[];
}

/** Adds a problem if the Metadata API introduced `what` in a later version. */
export function needsVersion(rendering: Rendering, what: string, since: number, path: ConfigPath): void {
  if (rendering.apiVersion < since) {
    rendering.problems.push({ path, message: messages.tooNew(what, since, rendering.apiVersion) });
  }
}
