import type { Problem } from '../../config/index.ts';
import { displayText, quotePath, suggestion } from '../../config/wording.ts';
import { errorCodeOf, listMetadata, type Org } from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { Kind } from '../kind.ts';
import type { Component } from '../metadata.ts';
import type { Planned } from '../run.ts';
import type { Session } from '../session.ts';
import { type Reference, type ReferredType, referencesOf, referredTypes } from './references.ts';
import { namespaceSeverity } from './uncertain.ts';

/*
 * Components that others refer to and the file doesn't have. Without them the org refuses the whole job and names
 * only the first.
 */
export const reference: Kind = { types: [], stage: 'metadata', problems: missingReferences };

/** Looks up only the references of changed components. All others exist in the org. */
async function missingReferences(
  { org, config }: Session,
  { desired, plan }: Planned,
): Promise<readonly Problem[]> {
  const brought = new Set(desired.components.map(({ type, fullName }) => keyOf(type, fullName)));
  const asked = desired.components
    .filter((component) => plan.changes.some((change) => isAbout(change, component)))
    .flatMap(referencesOf)
    .filter(({ type, name }) => !brought.has(keyOf(type, name)));
  const types = [...new Set(asked.map(({ type }) => type))];
  const listed = new Map(
    await Promise.all(types.map(async (type) => [type, await namesOf(org, type)] as const)),
  );
  return asked.flatMap((one) => {
    const names = listed.get(one.type) ?? [];
    const isThere = names.some((name) => keyOf(one.type, name) === keyOf(one.type, one.name));
    return isThere
      ? []
      : [{ severity: severityOf(one), at: config.locate(one.path), message: describe(one, names) }];
  });
}

function isAbout({ type, name, action }: Change, component: Component): boolean {
  return action !== 'delete' && type === component.type && name === component.fullName;
}

/** Names are case-insensitive. */
function keyOf(type: string, name: string): string {
  return `${type}:${name}`.toLowerCase();
}

async function namesOf(org: Org, type: ReferredType): Promise<readonly string[]> {
  try {
    return (await listMetadata(org, [type])).map(({ fullName }) => fullName);
  } catch (error) {
    // An org without the feature doesn't know its type.
    if (errorCodeOf(error) === 'INVALID_TYPE') return [];
    throw error;
  }
}

function severityOf({ type }: Reference): Problem['severity'] {
  return type === 'InstalledPackage' ? namespaceSeverity : 'error';
}

function describe({ type, name, path }: Reference, known: readonly string[]): string {
  const where = quotePath(path);
  if (type === 'InstalledPackage')
    return `${where} allows the namespace "${displayText(name)}", but the org lists no such package${suggestion(name, known)}`;
  return `${where} names the ${referredTypes[type]} "${displayText(name)}", which isn't in this file and which the org doesn't list${suggestion(name, known)}`;
}
