import type { ConfigPath, Origins } from './component.ts';
import { messages, type Problem } from './problems.ts';

/** What goes along while a config becomes components: all problems are found before one is thrown. */
export interface Rendering {
  /** The major number of the API version. */
  readonly apiVersion: number;
  readonly problems: Problem[];
}

/** A child of a component, with the place in the config that it came from. */
export interface Located<T> {
  readonly parameter: T;
  readonly origin: ConfigPath;
}

/** Notes a problem if `what` came to the Metadata API with a later version. */
export function needsVersion(rendering: Rendering, what: string, since: number, path: ConfigPath): void {
  if (rendering.apiVersion < since) {
    rendering.problems.push({ path, message: messages.tooNew(what, since, rendering.apiVersion) });
  }
}

/** Origins of a component: itself, its own fields, and its repeated children. */
export function originsOf(
  component: ConfigPath,
  fields: Readonly<Record<string, ConfigPath>>,
  repeated: Readonly<Record<string, readonly ConfigPath[]>>,
): Origins {
  const origins = new Map<string, ConfigPath>([['', component], ...Object.entries(fields)]);
  for (const [element, paths] of Object.entries(repeated)) {
    for (const [index, path] of paths.entries()) origins.set(`${element}.${index}`, path);
  }
  return origins;
}
