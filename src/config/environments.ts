import { KeywayError, type Position } from '../errors.ts';
import type { Problem } from './problems.ts';
import { found, readBySchema, suggestion } from './problems.ts';
import { type EnvironmentSettings, environmentSettingsSchema, notYet } from './schema/index.ts';
import { child, overlay, pick, type Tree } from './tree.ts';

/** What an environment says of itself, with its name. */
export interface Environment extends EnvironmentSettings {
  readonly name: string;
}

const ownKeys = Object.keys(environmentSettingsSchema.shape);
const sharedKeys = ['apiVersion', 'externalCredentials', 'namedCredentials', 'permissionSets', 'removed'];
const nameRule = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/;

/** Every environment's settings, and what is wrong with how they are written. */
export function readEnvironments(file: Tree): {
  environments: readonly Environment[];
  problems: readonly Problem[];
} {
  const map = child(file, 'environments');
  if (!map) return { environments: [], problems: [] };
  if (map.kind !== 'map') {
    return { environments: [], problems: [error(map.at, `"environments" must be a map, not ${found(map)}`)] };
  }
  const problems: Problem[] = [];
  const environments: Environment[] = [];
  for (const [name, { keyAt, value }] of map.entries) {
    if (!nameRule.test(name)) {
      problems.push(
        error(
          keyAt,
          `the name "${name}" in environments takes letters, digits, hyphens, underscores and dots`,
        ),
      );
      continue;
    }
    if (value.kind !== 'map') {
      problems.push(error(keyAt, `"${name}" in environments must be a map, not ${found(value)}`));
      continue;
    }
    for (const [key, entry] of value.entries) {
      if (ownKeys.includes(key) || sharedKeys.includes(key) || notYet.some((other) => other === key))
        continue;
      const near = suggestion(key, [...ownKeys, ...sharedKeys]);
      problems.push(error(entry.keyAt, `unknown field "${key}" in environments.${name}${near}`));
    }
    const settings = readBySchema(
      environmentSettingsSchema,
      pick(value, (key) => ownKeys.includes(key)),
    );
    problems.push(
      ...settings.problems.map((problem) => ({
        ...problem,
        message: `${problem.message} (environment ${name})`,
      })),
    );
    if (settings.data) environments.push({ name, ...settings.data });
  }
  const defaults = environments.filter((environment) => environment.default);
  if (defaults.length > 1) {
    const names = defaults.map(({ name }) => name).join(', ');
    problems.push(error(map.at, `several environments are marked default (${names}); keep one`));
  }
  return { environments, problems };
}

/** The file as it is without any environment. */
export function baseTree(file: Tree): Tree {
  return pick(file, (key) => key !== 'environments');
}

/** The file with one environment laid over it. */
export function environmentTree(file: Tree, name: string): Tree {
  const over = child(child(file, 'environments'), name);
  return over?.kind === 'map'
    ? overlay(
        baseTree(file),
        pick(over, (key) => !ownKeys.includes(key)),
      )
    : baseTree(file);
}

/**
 * Which environment is meant: the one named, else the one marked default, else the only one.
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
    throw new KeywayError(
      'EnvironmentUnknown',
      `${file} has no environment "${name}"${suggestion(name, names)}`,
      {
        actions: [
          names.length > 0 ? `It has: ${names.join(', ')}.` : `Add it under environments: in ${file}.`,
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
    `${file} has ${environments.length} environments and none is marked default`,
    {
      actions: [`Name one with --env: ${names.join(', ')}.`],
    },
  );
}

function error(at: Position, message: string): Problem {
  return { severity: 'error', at, message };
}
