import { compareBytes } from './component.ts';
import { type Keyed, xmlText } from './xml-writer.ts';

/** Component names by type; types in order of dependency. */
export type Members = ReadonlyMap<string, readonly string[]>;

/** `package.xml`: types with the names of their members, then the version. */
export function packageXml(members: Members, apiVersion: string): string {
  const types = [...members.keys()].sort(compareBytes);
  const version: Keyed = { element: { name: 'version', content: apiVersion }, key: 'version' };
  return xmlText('Package', [...blocks(members, types), version]);
}

/**
 * `destructiveChangesPost.xml`: what is deleted after the rest was deployed. So a permission set stops granting a
 * principal before the principal is deleted. Dependents come before what they depend on.
 */
export function destructiveChangesXml(members: Members): string {
  return xmlText('Package', blocks(members, [...members.keys()].toReversed()));
}

function blocks(members: Members, types: readonly string[]): Keyed[] {
  return types.flatMap((type): Keyed[] => {
    const names = [...new Set(members.get(type))].sort(compareBytes);
    if (names.length === 0) return [];
    const content = [
      ...names.map((name) => ({ name: 'members', content: name })),
      { name: 'name', content: type },
    ];
    return [{ element: { name: 'types', content }, key: type }];
  });
}
