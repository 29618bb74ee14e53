import { compareComponent, componentKey } from '../compare.ts';
import { fromXml } from '../metadata.ts';
import { earlierComponents, type KindRollback } from '../rollback.ts';

/**
 * An org doesn't fetch its keys without these settings. A rollback leaves them unchanged and reports their earlier
 * values.
 */
export const settingsRollback: KindRollback = {
  isNeverDeleted: true,
  restores: () => false,
  notes: (before, state) =>
    earlierComponents(before, 'Settings').flatMap(({ type, name, xml }) => {
      const current = state.components.get(componentKey(type, name));
      if (xml === null || !current) return [];
      return compareComponent(current, fromXml(type, name, xml)).map(
        ({ path, from, to }) =>
          `${path} of the encryption key settings stays ${from}; it was ${to} before; change it in the file`,
      );
    }),
};
