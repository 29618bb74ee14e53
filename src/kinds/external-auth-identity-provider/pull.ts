import type { Plain } from '../../metadata/metadata-type.ts';
import { askEach } from '../ask-each.ts';
import type { ComponentPull } from '../component-pull.ts';
import { answerOrReason, unreadableNote } from '../credential/pull.ts';
import { VariableNames } from '../variable-names.ts';
import { readProviderCredentials } from './connect.ts';
import type { ExternalAuthIdentityProviderComponent } from './metadata.ts';
import { credentialNames } from './uncertain.ts';

/** Adds references for the values that an org stores for a provider that the config doesn't have yet. */
export const externalAuthIdentityProviderPull: ComponentPull<ExternalAuthIdentityProviderComponent> = {
  type: 'ExternalAuthIdentityProvider',
  async readFromOrg(components, { config, credentialOrg, variables }) {
    const added = components.filter(
      ({ fullName }) => config.externalAuthIdentityProviders?.[fullName] === undefined,
    );
    if (added.length === 0) return { addFields: (wanted) => wanted, notes: [] };
    const org = await credentialOrg();
    const names = new VariableNames(variables);
    const answers = await askEach(added, async ({ fullName: provider }) => ({
      provider,
      stored: await answerOrReason(readProviderCredentials(org, provider)),
    }));
    const found = new Map<string, Plain>();
    const notes: string[] = [];
    for (const { provider, stored } of answers) {
      if (typeof stored === 'string') notes.push(unreadableNote(provider, stored));
      else if (credentialNames.every((key) => stored.has(key))) {
        const references = credentialNames.map((key) => [key, `\${env:${names.next([provider, key])}}`]);
        found.set(provider, Object.fromEntries(references));
      }
    }
    return {
      addFields: (wanted) => {
        const credentials = found.get(wanted.component.fullName);
        return credentials ? { ...wanted, config: { ...wanted.config, credentials } } : wanted;
      },
      notes,
    };
  },
  fileFields: ['credentials'],
};
