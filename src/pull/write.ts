import { overlayFor, toLiteral, valueAt } from '../config/edit/index.ts';
import { environmentsKey, findWritten } from '../config/edit/places.ts';
import type { ConfigDocument, ConfigPath, Environment, Problem, Sources } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import type { PulledComponent } from '../kinds/component-pull.ts';
import {
  type Config,
  editableConfig,
  isSecretPlace,
  parseConfig,
  readConfig,
  toWrittenForm,
} from '../kinds/config.ts';
import { metadataTypes } from '../kinds/index.ts';
import { componentAt } from './blame.ts';
import { editsOf, isSame, type Level, referenceIn } from './component-edits.ts';
import { findWrittenValues, keepReferences } from './keep-references.ts';
import { keyOf, type LeftOut, pathOf } from './types.ts';
import { currentContent } from './wanted.ts';

/** The file to edit, and the environment that was read. */
export interface Target {
  readonly text: string;
  readonly document: ConfigDocument;
  readonly config: Config;
  readonly environment: Environment | undefined;
  /** Whether differences go into the environment instead of the base. */
  readonly intoEnvironment: boolean;
  readonly sources: Sources;
  /** Variables that replace values that the org has in clear text. */
  readonly hidden: ReadonlySet<string>;
}

export interface Written {
  readonly text: string;
  /** What happened to each component in the file. */
  readonly outcomes: ReadonlyMap<string, 'added' | 'changed' | 'unchanged'>;
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
}

interface Attempt {
  readonly text: string;
  readonly edited: ReadonlySet<string>;
  /** References that stay although the org has another value. */
  readonly kept: ReadonlyMap<string, readonly string[]>;
}

/**
 * Writes an org's components into the file. Then reads the result again: a component that doesn't match the org yet
 * is written more fully, and one that no valid config can express is left out.
 */
export function write(target: Target, all: readonly PulledComponent[]): Written {
  const levels = new Map<string, Level>();
  const dropped = new Map<string, LeftOut>();
  const baseWasValid = isValid(target, target.document, undefined);
  for (let round = 0; ; round += 1) {
    const wanted = all.filter(({ component }) => !dropped.has(keyOf(component)));
    const attempt = attemptOf(target, wanted, levels);
    const document = parseConfig(attempt.text, target.document.file);
    const { config, errors, baseErrors } = rereadConfig(target, document, baseWasValid);
    if (errors.length + baseErrors.length > 0) {
      const blame = (problem: Problem) => {
        const key = componentAt(document, problem.at);
        return wanted.find(({ component }) => keyOf(component) === key && attempt.edited.has(key));
      };
      const escalated = new Set<string>();
      let isNew = false;
      for (const problem of [...errors, ...baseErrors]) {
        const culprit = blame(problem);
        if (culprit === undefined || dropped.has(keyOf(culprit.component))) continue;
        isNew = true;
        const key = keyOf(culprit.component);
        const level = levels.get(key) ?? 'fields';
        // What only the base can't express, such as a URL of the embedded org, belongs in the environment.
        const isOfBase = !errors.includes(problem);
        if (isOfBase && level !== 'environment') levels.set(key, 'environment');
        else if (level === 'fields' && currentContent(target.config, culprit.component)) escalated.add(key);
        else drop(culprit, `cannot be written: ${problem.message}`);
      }
      for (const key of escalated) levels.set(key, 'whole');
      if (!isNew) throw conflicting(target.document.file, [...errors, ...baseErrors]);
      continue;
    }
    const unlike = wanted.filter(
      (one) => !attempt.kept.has(keyOf(one.component)) && config && !isSame(config, one),
    );
    for (const one of unlike) {
      const level = levels.get(keyOf(one.component)) ?? 'fields';
      const next = nextLevel(level, target.environment !== undefined);
      if (next) levels.set(keyOf(one.component), next);
      else drop(one, "couldn't be written without changing its meaning; please report this as a bug");
    }
    if (unlike.length === 0 || round > all.length * 4 + 4) return resultOf(target, wanted, attempt, dropped);
  }

  function drop({ component }: PulledComponent, reason: string): void {
    dropped.set(keyOf(component), { type: component.type, name: component.fullName, reason });
  }
}

/**
 * The org's content makes a part of the file invalid that the org doesn't have. Only a person knows which one is
 * right.
 */
function conflicting(file: string, errors: readonly Problem[]): KeywayError {
  const reasons = [...new Set(errors.map(({ message }) => `  ${message}`))].join('\n');
  return new KeywayError(
    'PullConflicts',
    `What the org has conflicts with the rest of ${file}:\n${reasons}`,
    {
      actions: ['Nothing was written. Remove those parts from the file, or choose the components to pull.'],
    },
  );
}

function nextLevel(level: Level, hasEnvironment: boolean): Level | undefined {
  if (level === 'fields') return 'whole';
  return level === 'whole' && hasEnvironment ? 'environment' : undefined;
}

function resultOf(
  { config, document: before, environment, sources }: Target,
  wanted: readonly PulledComponent[],
  attempt: Attempt,
  dropped: ReadonlyMap<string, LeftOut>,
): Written {
  const outcomes = wanted.map(({ component }) => {
    const key = keyOf(component);
    if (!attempt.edited.has(key)) return [key, 'unchanged'] as const;
    return [
      key,
      currentContent(config, component) === undefined ? ('added' as const) : ('changed' as const),
    ] as const;
  });
  const notes = [...attempt.kept].flatMap(([key, places]) =>
    places.map((place) => `${key.replace(':', ' ')}: ${place}`),
  );
  const options = { sources, apiVersion: config.apiVersion };
  const warningsIn = (document: ConfigDocument) =>
    readConfig(
      document,
      document.environments.find(({ name }) => name === environment?.name),
      options,
    ).problems.map(({ message }) => message);
  const known = warningsIn(before);
  const warnings = warningsIn(parseConfig(attempt.text, before.file)).filter(
    (message) => !known.includes(message),
  );
  return {
    text: attempt.text,
    outcomes: new Map(outcomes),
    leftOut: [...dropped.values()],
    notes: [...notes, ...warnings],
  };
}

function attemptOf(
  target: Target,
  wanted: readonly PulledComponent[],
  levels: ReadonlyMap<string, Level>,
): Attempt {
  const { document, config, environment, text } = target;
  const editable = editableConfig(text);
  const base = baseOf(target);
  const references = new Set([...target.hidden].map((variable) => `\${env:${variable}}`));
  const isReference = (at: ConfigPath, text: string) => isSecretPlace(at) || references.has(text);
  const baseIsEmpty = metadataTypes.every(({ section }) => valueAt(base, [section]) === undefined);
  const edited = new Set<string>();
  const kept = new Map<string, string[]>();
  for (const one of wanted) {
    const { component } = one;
    const key = keyOf(component);
    const level = levels.get(key) ?? 'fields';
    for (const { path, value } of editsOf(one, config, level)) {
      const isOverlay =
        environment !== undefined &&
        (level === 'environment' ||
          (target.intoEnvironment && !baseIsEmpty) ||
          findWritten(document, environment.name, path) !== undefined);
      const place: ConfigPath = isOverlay ? [environmentsKey, environment.name, ...path] : path;
      const differs = (at: ConfigPath, reference: string) => {
        const where = at.slice(pathOf(component).length).join('.');
        kept.set(key, [
          ...(kept.get(key) ?? []),
          `${where} is written as ${reference}, whose value here differs from the org's; keyway left it as it is`,
        ]);
      };
      const reference = referenceIn(document, place, value);
      if (reference !== undefined) {
        differs(path, reference);
        continue;
      }
      const overlaid = isOverlay ? overlayFor(valueAt(base, path), value) : value;
      const before = isOverlay ? findWritten(document, environment.name, path) : undefined;
      if (overlaid === undefined) {
        if (isOverlay && before === undefined) continue;
        editable.delete(place);
      } else {
        const current = {
          resolved: valueAt(config, path),
          written: findWrittenValues(document, environment?.name, path),
        };
        const value = { wanted: overlaid, literal: toLiteral(overlaid, path, isReference) };
        const text = keepReferences(value, current, (at, reference) => differs([...path, ...at], reference));
        editable.set(place, toWrittenForm(text, path));
      }
      edited.add(key);
    }
  }
  return { text: editable.text(), edited, kept };
}

/** The base as data: with references resolved if it is valid by itself, else as written. */
function baseOf({ document, sources, config }: Target): unknown {
  const { config: base } = readConfig(document, undefined, { sources, apiVersion: config.apiVersion });
  return base ?? findWritten(document, undefined, []);
}

function isValid(
  { sources, config }: Target,
  document: ConfigDocument,
  environment: Environment | undefined,
): boolean {
  return readConfig(document, environment, { sources, apiVersion: config.apiVersion }).config !== undefined;
}

function rereadConfig(
  { sources, config, environment }: Target,
  document: ConfigDocument,
  baseWasValid: boolean,
): {
  readonly config: Config | undefined;
  readonly errors: readonly Problem[];
  readonly baseErrors: readonly Problem[];
} {
  const options = { sources, apiVersion: config.apiVersion };
  const chosen = document.environments.find(({ name }) => name === environment?.name);
  const read = readConfig(document, chosen, options);
  const base = chosen && baseWasValid ? readConfig(document, undefined, options).problems : [];
  return { config: read.config, errors: read.problems.filter(isError), baseErrors: base.filter(isError) };
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
