import { type ComponentType, compareBytes, componentTypes } from './component.ts';
import { type Keyed, xmlText } from './xml-writer.ts';

export type Members = Readonly<Partial<Record<ComponentType, readonly string[]>>>;

/** `package.xml`: types and their members by name, then the version. */
export function packageXml(members: Members, apiVersion: string): string {
  const types = [...componentTypes].sort(compareBytes);
  const version: Keyed = { element: { name: 'version', content: apiVersion }, key: 'version' };
  return xmlText('Package', [...blocks(members, types), version]);
}

/**
 * `destructiveChangesPost.xml`: what is deleted after everything else was deployed, so that a permission set that
 * no longer names a principal is there first. What needs another comes before it.
 */
export function destructiveChangesXml(members: Members): string {
  return xmlText('Package', blocks(members, componentTypes.toReversed()));
}

function blocks(members: Members, types: readonly ComponentType[]): Keyed[] {
  return types.flatMap((type): Keyed[] => {
    const names = [...new Set(members[type])].sort(compareBytes);
    if (names.length === 0) return [];
    const content = [
      ...names.map((name) => ({ name: 'members', content: name })),
      { name: 'name', content: type },
    ];
    return [{ element: { name: 'types', content }, key: type }];
  });
}
