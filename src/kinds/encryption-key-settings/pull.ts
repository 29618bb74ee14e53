import type { ComponentPull } from '../component-pull.ts';
import type { SettingsComponent } from './metadata.ts';

/** Pulls settings that the config names, and those that are on. The others don't belong to keyway. */
export const encryptionKeySettingsPull: ComponentPull<SettingsComponent> = {
  type: 'Settings',
  addFields({ component }, current) {
    const named = Object.keys(current ?? {});
    const off = Object.fromEntries(named.map((name) => [name, false]));
    const metadata = Object.fromEntries(
      Object.entries({ ...off, ...component.metadata }).filter(([name, on]) => on || named.includes(name)),
    );
    return { component: { ...component, metadata }, config: metadata, notes: [] };
  },
};
