import { changedLines } from '../config/edit/index.ts';
import type { ConfigDocument } from '../config/index.ts';
import { defaultConfig } from '../engine/read-one.ts';
import { type OrgOptions, type Remarks, withSession } from '../engine/session.ts';
import { describeOrg, type OrgSummary } from '../engine/summary.ts';
import { parseConfig } from '../kinds/config.ts';
import type { FilePull, FileTarget } from '../kinds/file-pull.ts';
import type { ComponentType } from '../kinds/metadata.ts';
import { filePulls } from '../kinds/pulls.ts';
import type { Session } from '../kinds/session.ts';
import {
  absentFrom,
  askOrg,
  currentContent,
  hideSecrets,
  isMentioned,
  keyOf,
  type LeftOut,
  readFile,
  readWithNeeded,
  refusalByConfig,
  select,
  startingText,
  toPulledForm,
  variablesIn,
  write,
  writeFile,
} from '../pull/index.ts';

export interface PullOptions extends OrgOptions {
  /** Only components with these developer names; default: all that keyway can express. */
  readonly names?: readonly string[] | undefined;
  /** Writes nothing. `diff` shows what would be written. */
  readonly dryRun?: boolean | undefined;
}

export type PullOutcome = 'added' | 'changed' | 'unchanged';

export interface PullResult extends OrgSummary {
  readonly file: string;
  readonly dryRun: boolean;
  /** Whether the file was written, or with `dryRun` would be. */
  readonly changed: boolean;
  readonly components: readonly {
    readonly type: ComponentType | FilePull['type'];
    readonly name: string;
    readonly outcome: PullOutcome;
  }[];
  /** What the config leaves out, and why. */
  readonly leftOut: readonly LeftOut[];
  /** Environment variables of the new references. Set them before a deploy. */
  readonly variables: readonly string[];
  readonly notes: readonly string[];
  /** Changed lines of the file, `+ …` and `- …`, with some context. */
  readonly diff: readonly string[];
}

/**
 * Updates the config from an org: certificates for keys and key settings, external credentials, named credentials,
 * the permission sets that grant principals with their assignments, and cache-only keys. Changes nothing in the
 * org.
 * @throws KeywayError `ComponentNotFound`, `ConfigChanged`, `FileUnwritable`
 */
export function pull(options: PullOptions): Promise<PullResult & Remarks> {
  const file = options.config ?? defaultConfig;
  const before = readFile(file);
  const { text, notes } = startingText(before, file, options);
  const document = parseConfig(text, file);
  return withSession(
    options,
    (session) => pullSession(session, { options, document, text, before, notes }),
    document,
  );
}

/** The config of an org with the values of its new references. For use in memory only; never write it. */
export interface Pulled {
  readonly text: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Reads an org as a config without writing it. */
export function pulledFrom(options: OrgOptions): Promise<Pulled> {
  const file = options.config ?? defaultConfig;
  const { text } = startingText(undefined, file, options);
  const document = parseConfig(text, file);
  return withSession(
    options,
    async (session) => {
      const files = { options: { ...options, dryRun: true }, document, text, before: undefined, notes: [] };
      return (await pullIn(session, files)).pulled;
    },
    document,
  );
}

interface Files {
  readonly options: PullOptions;
  readonly document: ConfigDocument;
  readonly text: string;
  /** The current text of the file; undefined if it doesn't exist. */
  readonly before: string | undefined;
  /** Remarks for people on how a new file begins. */
  readonly notes: readonly string[];
}

async function pullSession(session: Session, files: Files): Promise<PullResult> {
  return (await pullIn(session, files)).result;
}

async function pullIn(
  session: Session,
  { options, document, text, before, notes: remarks }: Files,
): Promise<{ readonly result: PullResult; readonly pulled: Pulled }> {
  const { config, org, sources, credentialOrg } = session;
  const { names: only = [], dryRun = false } = options;
  const context = { config, org, credentialOrg, variables: variablesIn(text) };
  const selection = await select(context, only);
  const found = await readWithNeeded(org, selection.names, config);
  const refused = found.components.flatMap((component) => refusalByConfig(config, document, component));
  const components = found.components.filter(
    (component) => !refused.some(({ type, name }) => type === component.type && name === component.fullName),
  );
  const { answers, notes } = await askOrg(components, context);
  const pulledComponents = components
    .map((component) => toPulledForm(component, currentContent(config, component), answers))
    // If all settings are off, there is nothing to write.
    .filter((one) => Object.keys(one.config).length > 0);
  const intoEnvironment = options.environment !== undefined;
  const { all, values } = hideSecrets(pulledComponents, { config, document, variables: context.variables });
  const target = {
    text,
    environment: config.environment,
    intoEnvironment,
    // Read the file again with the values of the new references.
    sources: { ...sources, env: { ...sources.env, ...Object.fromEntries(values) } },
  };
  const written = write({ ...target, document, config, hidden: new Set(values.keys()) }, all);
  const { file, apiVersion } = config;
  const further = await pullFurther(session, { ...target, text: written.text, file, apiVersion }, only);
  const writtenComponents = all.filter(({ component }) => written.outcomes.has(keyOf(component)));
  // Don't start a file for an org that has nothing to write.
  const isEmpty = writtenComponents.length === 0 && further.added.length === 0;
  const after = isEmpty ? (before ?? '') : further.text;
  const changed = !isEmpty && after !== before;
  if (changed && !dryRun) writeFile(document.file, before, after);
  const given = variablesIn(after).filter((name) => !variablesIn(before ?? '').includes(name));
  const result: PullResult = {
    ...describeOrg(session),
    file: document.file,
    dryRun,
    changed,
    components: [
      ...writtenComponents.map(({ component }) => ({
        type: component.type,
        name: component.fullName,
        outcome: written.outcomes.get(keyOf(component)) ?? ('unchanged' as const),
      })),
      ...further.added,
    ],
    leftOut: [
      ...selection.leftOut,
      ...found.leftOut.filter((one) => isMentioned(one, only, config)),
      ...refused,
      ...written.leftOut,
    ],
    variables: [...new Set(given)],
    notes: [
      ...(changed ? remarks : []),
      ...selection.notes,
      ...notes,
      ...writtenComponents.flatMap((one) =>
        one.notes.map((note) => `${one.component.type} ${one.component.fullName} ${note}`),
      ),
      ...written.notes,
      ...further.notes,
      ...(only.length > 0 ? [] : absentFrom(found, config)),
    ],
    diff: changedLines(before ?? '', after),
  };
  return { result, pulled: { text: after, values } };
}

/** Adds to the file what isn't a component. Leaves it unchanged if only some components were requested. */
async function pullFurther({ keyOrg }: Session, target: FileTarget, only: readonly string[]) {
  let { text } = target;
  const added: PullResult['components'][number][] = [];
  const notes: string[] = [];
  for (const { type, pull } of only.length > 0 ? [] : filePulls) {
    const pulled = await pull({ ...target, text }, { keyOrg });
    text = pulled.text;
    added.push(...pulled.added.map((name) => ({ type, name, outcome: 'added' as const })));
    notes.push(...pulled.notes);
  }
  return { text, added, notes };
}
