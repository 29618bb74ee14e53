import { joinWithOr, suggestion, withFullStop } from '../config/wording.ts';
import { KeywayError } from '../errors/index.ts';
import type { Choice, PullContext } from '../kinds/component-pull.ts';
import { metadataTypes } from '../kinds/index.ts';
import type { ComponentType } from '../kinds/metadata.ts';
import { componentPulls } from '../kinds/pulls.ts';
import type { MetadataType } from '../metadata/metadata-type.ts';
import { type ListedComponent, listMetadata } from '../salesforce/index.ts';
import type { LeftOut } from './types.ts';

/** The components of an org to read, and those only to mention. */
export interface Selection {
  readonly names: ReadonlyMap<ComponentType, readonly string[]>;
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly string[];
}

const types: readonly MetadataType<ComponentType>[] = metadataTypes;

/**
 * The org's own components of all types, or those requested by name, in a few requests whatever the org's size.
 * @param only names of any type; empty for all
 * @throws KeywayError `ComponentNotFound` for a name that the org doesn't have
 */
export async function select(context: PullContext, only: readonly string[]): Promise<Selection> {
  const { org } = context;
  const [all, choices] = await Promise.all([listMetadata(org, typesOf(org)), choose(context)]);
  const listed = all.filter(isKept);
  requireAll(only, listed);
  const isManaged = ({ namespacePrefix }: ListedComponent) =>
    namespacePrefix !== undefined && namespacePrefix !== org.namespacePrefix;
  const isAsked = (name: string) => only.some((one) => one.toLowerCase() === name.toLowerCase());
  const names = types.map(({ type }) => {
    const own = listed.filter((component) => component.type === type && !isManaged(component));
    const isTaken = only.length > 0 ? isAsked : (choices.get(type)?.isIncluded ?? (() => true));
    return [type, own.map(({ fullName }) => fullName).filter(isTaken)] as const;
  });
  const leftOut = types.flatMap(({ type }) => {
    const managed = listed.filter((component) => component.type === type && isManaged(component));
    const isPointedOut = only.length > 0 ? isAsked : (choices.get(type)?.isMentioned ?? (() => true));
    return managed
      .filter(({ fullName }) => isPointedOut(fullName))
      .map(({ fullName: name }) => ({ type, name, reason: 'belongs to a managed package' }));
  });
  const notes = only.length > 0 ? [] : [...choices.values()].flatMap((choice) => choice.notes);
  return { names: new Map(names), leftOut, notes };
}

/** An org refuses types that its API version doesn't have. */
function typesOf({ apiVersion }: PullContext['org']): readonly ComponentType[] {
  return types.filter(({ since = 0 }) => Number.parseInt(apiVersion, 10) >= since).map(({ type }) => type);
}

async function choose(context: PullContext): Promise<ReadonlyMap<ComponentType, Choice>> {
  const choices = componentPulls.map(async (pull): Promise<readonly [ComponentType, Choice][]> => {
    const choice = await pull.choose?.(context);
    return choice ? [[pull.type, choice]] : [];
  });
  return new Map((await Promise.all(choices)).flat());
}

/** keyway handles only one member of a type with a fixed member. */
function isKept({ type, fullName }: ListedComponent): boolean {
  const member = types.find((one) => one.type === type)?.member;
  return member === undefined || fullName === member;
}

function requireAll(only: readonly string[], listed: readonly ListedComponent[]): void {
  const known = [...new Set(listed.map(({ fullName }) => fullName))];
  const missing = only.filter((name) => !known.some((one) => one.toLowerCase() === name.toLowerCase()));
  if (missing.length === 0) return;
  const near = missing.map((name) => `${name}${suggestion(name, known)}`).join(', ');
  const nouns = types.filter(({ member }) => member === undefined).map(({ noun }) => noun);
  throw new KeywayError(
    'ComponentNotFound',
    withFullStop(`The org has no ${joinWithOr(nouns)} named ${near}`),
    {
      actions: ['Nothing was written. Use developer names, not labels.'],
    },
  );
}
