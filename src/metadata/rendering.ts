import type { ConfigPath } from './component.ts';
import { messages, type Problem } from './problems.ts';

/** What goes along while a config becomes components: all problems are found before one is thrown. */
export interface Rendering {
  /** The major number of the API version. */
  readonly apiVersion: number;
  readonly problems: Problem[];
}

/** Notes a problem if `what` came to the Metadata API with a later version. */
export function needsVersion(rendering: Rendering, what: string, since: number, path: ConfigPath): void {
  if (rendering.apiVersion < since) {
    rendering.problems.push({ path, message: messages.tooNew(what, since, rendering.apiVersion) });
  }
}
