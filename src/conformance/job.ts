import { type DeployOptions, type DeployOutcome, deploy, type Org } from '../salesforce/index.ts';
import type { Files } from './fact.ts';
import { type Content, componentAt, document, type FileType } from './files.ts';
import { isFactName } from './own.ts';

/** Names of components by type. */
export type Names = Readonly<Partial<Record<FileType, readonly string[]>>>;

export interface Job extends Partial<DeployOptions> {
  /** What the job deletes. */
  readonly deletions?: Names;
  /** The API version of the package; default: the session's. */
  readonly version?: string;
}

/** Deploys in one job and returns its outcome. Accepts and deletes only components whose names begin with KwConf. */
export function sendJob(
  org: Org,
  files: Files,
  { deletions, version = org.apiVersion, ...options }: Job = {},
): Promise<DeployOutcome> {
  const names: Partial<Record<FileType, string[]>> = {};
  for (const path of Object.keys(files)) {
    const found = componentAt(path);
    if (found) names[found.type] = [...(names[found.type] ?? []), found.name];
  }
  // Settings have a fixed name and belong to the org. A fact that changes them restores them.
  const { Settings: _settings, ...named } = names;
  requireOwnNames([...Object.values(named), ...Object.values(deletions ?? {})].flat());
  const all = {
    ...files,
    'package.xml': document('Package', { types: types(names), version }),
    ...(deletions ? { 'destructiveChanges.xml': document('Package', { types: types(deletions) }) } : {}),
  };
  return deploy(org, new Map(Object.entries(all)), { wait: 5 * 60_000, ...options });
}

/** A fact that deployed anything else could change components that somebody needs. */
function requireOwnNames(names: readonly string[]): void {
  const others = names.filter((name) => !isFactName(name));
  if (others.length > 0)
    throw new TypeError(`facts deploy only components named KwConf…: ${others.join(', ')}`);
}

const types = (names: Names): readonly Content[] =>
  Object.entries(names).map(([name, members]) => ({ members, name }));

/** The first problem of a job; undefined if the org accepted it. */
export function firstProblem({ success, failures, status }: DeployOutcome): string | undefined {
  return success ? undefined : (failures[0]?.problem ?? status);
}

/** The problem of each failed component, by its name. */
export function problemsByName({ failures }: DeployOutcome): ReadonlyMap<string, string> {
  return new Map(failures.map(({ fullName, problem }) => [fullName, problem]));
}
