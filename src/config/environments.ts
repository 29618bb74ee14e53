import { KeywayError, type Position } from '../errors/index.ts';
import { readBySchema } from './by-schema.ts';
import { type EnvironmentSettings, environmentSettingsSchema } from './environment-settings.ts';
import type { ConfigFormat } from './format.ts';
import { type Problem, removeReported } from './problems.ts';
import {
  type ConfigPath,
  child,
  isNull,
  locate,
  mapScalars,
  overlay,
  pickEntries,
  type Tree,
} from './tree.ts';
import { describeValue, displayText, inPath, quotePath, suggestion } from './wording.ts';

/** An environment's own settings and its name. */
export interface Environment extends EnvironmentSettings {
  readonly name: string;
}

const ownKeys = Object.keys(environmentSettingsSchema.shape);
/** Each environment is read separately, so more would take minutes. Nobody maintains that many manually. */
const maxEnvironments = 500;
const nameRule = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/;

/** Reads the settings of all environments, with problems in their form. */
export function readEnvironments(
  file: Tree,
  format: ConfigFormat,
): {
  environments: readonly Environment[];
  problems: readonly Problem[];
} {
  const map = child(file, 'environments');
  if (!map) return { environments: [], problems: [] };
  if (map.kind !== 'map') {
    const what = describeValue(map);
    return { environments: [], problems: [error(map.at, `"environments" must be a map, not ${what}`)] };
  }
  if (map.entries.size > maxEnvironments) {
    const message = `there are ${map.entries.size} environments; keyway accepts at most ${maxEnvironments}; use targetOrgs for orgs that get the same deploy`;
    return { environments: [], problems: [error(locate(file, ['environments'], 'key'), message)] };
  }
  const read = [...map.entries].map(([name, { keyAt, value }]) =>
    readEnvironment(name, keyAt, value, format),
  );
  const environments = read.map(({ environment }) => environment);
  const [first, ...others] = environments.filter((environment) => environment.default);
  const several = others.map(({ name }) =>
    error(
      locate(map, [name, 'default'], 'key'),
      `environment ${displayText(name)} is marked default, but so is ${displayText(first?.name ?? '')}; keep one`,
    ),
  );
  return { environments, problems: [...read.flatMap(({ problems }) => problems), ...several] };
}

function readEnvironment(
  name: string,
  keyAt: Position,
  value: Tree,
  { overlaidKeys }: ConfigFormat,
): { readonly environment: Environment; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  if (!nameRule.test(name)) {
    const rule =
      'must consist of letters, digits, hyphens, underscores and dots, begin with a letter or digit, and have at most 80 characters';
    problems.push(error(keyAt, `the name "${displayText(name)}" in environments ${rule}`));
  }
  if (value.kind !== 'map') {
    const what = describeValue(value);
    problems.push(error(keyAt, `"${displayText(name)}" in environments must be a map, not ${what}`));
    return { environment: { name }, problems };
  }
  const known = [...ownKeys, ...overlaidKeys];
  for (const [key, entry] of value.entries) {
    if (known.includes(key)) continue;
    const fields = suggestion(key, known) || `; it takes ${known.join(', ')}`;
    problems.push(
      error(entry.keyAt, `unknown field "${displayText(key)}" in environments.${displayText(name)}${fields}`),
    );
  }
  const own = pickEntries(value, (key) => ownKeys.includes(key));
  mapScalars(own, (scalar, path) => {
    if (typeof scalar.value === 'string' && scalar.value.includes('${')) {
      const message = `${quotePath(['environments', name, ...path])} can't be a reference, because the file must say which org each environment is for; use -o for another org`;
      problems.push(error(scalar.at, message));
    }
    return scalar;
  });
  const settings = readBySchema(environmentSettingsSchema, own);
  problems.push(
    ...removeReported(settings.problems, problems).map((problem) => ({ ...problem, environments: [name] })),
  );
  // Keep an invalid environment, because reporting it as missing would be a second, misleading error.
  return { environment: { name, ...settings.data }, problems };
}

/** Whether the embedded org is the environment's only org. */
export function isLocal(environment: Environment | undefined): boolean {
  const targets = [environment?.targetOrg ?? [], environment?.targetOrgs ?? []].flat();
  return targets.length > 0 && targets.every((target) => target === 'local');
}

/** The file without any environment. */
export function baseTree(file: Tree): Tree {
  return pickEntries(file, (key) => key !== 'environments');
}

/** The file overlaid with one environment. */
export function environmentTree(file: Tree, name: string, format: ConfigFormat): Tree {
  const over = overlayTree(file, name, format);
  return over ? overlay(baseTree(file), over) : baseTree(file);
}

/** What an environment changes, without its own settings. */
function overlayTree(file: Tree, name: string, { overlaidKeys }: ConfigFormat): Tree | undefined {
  const over = child(child(file, 'environments'), name);
  return over?.kind === 'map' ? pickEntries(over, (key) => overlaidKeys.includes(key)) : undefined;
}

/** Finds each `null` that deletes nothing. Otherwise a misspelt name would be deployed silently. */
export function nullProblems(file: Tree, name: string, format: ConfigFormat): readonly Problem[] {
  const over = overlayTree(file, name, format);
  return over ? findUselessNulls(baseTree(file), over, []) : [];
}

function findUselessNulls(base: Tree | undefined, over: Tree, path: ConfigPath): readonly Problem[] {
  if (over.kind !== 'map') return [];
  return [...over.entries].flatMap(([key, { keyAt, value }]) => {
    const below = child(base, key);
    if (!isNull(value)) return findUselessNulls(below, value, [...path, key]);
    if (below) return [];
    const known = base?.kind === 'map' ? [...base.entries.keys()] : [];
    const what = `"${displayText(key)}"${inPath(path)}`;
    return [
      error(keyAt, `${what} is null, but the file has no such entry to remove${suggestion(key, known)}`),
    ];
  });
}

/**
 * Chooses the environment: by name, else the default, else the only one.
 * @throws KeywayError `EnvironmentUnknown`, `EnvironmentNotChosen`
 */
export function chooseEnvironment(
  environments: readonly Environment[],
  name: string | undefined,
  file: string,
): Environment | undefined {
  const names = environments.map((environment) => environment.name);
  if (name !== undefined) {
    const chosen = environments.find((environment) => environment.name === name);
    if (chosen) return chosen;
    const near = suggestion(name, names);
    throw new KeywayError(
      'EnvironmentUnknown',
      `${file} has no environment "${displayText(name)}"${near === '' ? '.' : near}`,
      {
        actions: [
          names.length > 0 ? `It has: ${names.join(', ')}.` : `To add it, edit environments: in ${file}.`,
        ],
      },
    );
  }
  const chosen =
    environments.find((environment) => environment.default) ??
    (environments.length === 1 ? environments[0] : undefined);
  if (chosen || environments.length === 0) return chosen;
  throw new KeywayError(
    'EnvironmentNotChosen',
    `${file} has ${environments.length} environments but none is marked default.`,
    {
      actions: [`Choose one with --env: ${names.join(', ')}.`],
    },
  );
}

function error(at: Position, message: string): Problem {
  return { severity: 'error', at, message };
}
