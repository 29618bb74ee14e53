import { compareComponent, componentKey } from '../kinds/compare.ts';
import { type Component, type ComponentType, fromXml } from '../kinds/metadata.ts';
import type { OrgState } from './read-state.ts';
import type { ComponentBefore } from './snapshot.ts';

/*
 * What no rollback takes back. With a certificate goes its key, and with that whatever was wrapped for it; without the
 * settings of encryption keys an org does not fetch its keys.
 */

/** A type whose components are never deleted. */
export function isLasting(type: ComponentType): boolean {
  return type === 'Certificate' || type === 'Settings';
}

/** Whether a rollback brings a component back as it was: a certificate only its label, while it is there. */
export function isRestored({ type, name, xml }: ComponentBefore, state: OrgState): boolean {
  if (xml === null || type === 'Settings') return false;
  return type !== 'Certificate' || state.components.has(componentKey(type, name));
}

/** What stays although it was otherwise before, for people. */
export function lastingNotes(before: readonly ComponentBefore[], state: OrgState): readonly string[] {
  return before.flatMap(({ type, name, xml }): readonly string[] => {
    const there = state.components.get(componentKey(type, name));
    if (type === 'Certificate') {
      if (xml === null && there) return [certificateStays(name)];
      return xml !== null && !there ? [`certificate ${name} is gone from the org, and is not made anew`] : [];
    }
    return type === 'Settings' && xml !== null && there ? settingsStay(fromXml(type, name, xml), there) : [];
  });
}

export function certificateStays(name: string): string {
  return `certificate ${name} stays: what was wrapped for it could not be read again without it`;
}

function settingsStay(before: Component, there: Component): readonly string[] {
  return compareComponent(there, before).map(
    ({ path, from, to }) =>
      `${path} of the encryption key settings stays ${from}; it was ${to} before: change it in the file`,
  );
}
