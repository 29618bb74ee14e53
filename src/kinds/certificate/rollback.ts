import { componentKey } from '../compare.ts';
import { earlierComponents, type KindRollback } from '../rollback.ts';

/**
 * Deleting a certificate deletes its key and makes everything wrapped for it unreadable. So a rollback restores
 * only its label.
 */
export const certificateRollback: KindRollback = {
  isNeverDeleted: true,
  restores: ({ type, name, xml }, state) => xml !== null && state.components.has(componentKey(type, name)),
  notes: (before, state) =>
    earlierComponents(before, 'Certificate').flatMap(({ type, name, xml }): readonly string[] => {
      const exists = state.components.has(componentKey(type, name));
      if (xml === null && exists) return [certificateStays(name)];
      return xml !== null && !exists
        ? [`certificate ${name} is no longer in the org, and keyway doesn't create it again`]
        : [];
    }),
};

export function certificateStays(name: string): string {
  return `certificate ${name} stays, because what was wrapped for it could no longer be read`;
}
