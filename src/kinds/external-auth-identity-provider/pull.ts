import type { ComponentPull } from '../component-pull.ts';
import { VariableNames } from '../variable-names.ts';
import { readProviderCredentials } from './connect.ts';
import type { ExternalAuthIdentityProviderComponent } from './metadata.ts';

/** With references for what an org has stored for a provider that the config does not have yet. */
export const externalAuthIdentityProviderPull: ComponentPull<ExternalAuthIdentityProviderComponent> = {
  type: 'ExternalAuthIdentityProvider',
  async ask(components, { config, credentialOrg, variables }) {
    const added = components.filter(
      ({ fullName }) => config.externalAuthIdentityProviders?.[fullName] === undefined,
    );
    if (added.length === 0) return { say: (wanted) => wanted, notes: [] };
    const org = await credentialOrg();
    const names = new VariableNames(variables);
    const stored = await Promise.all(
      added.map(async ({ fullName }) => [fullName, await readProviderCredentials(org, fullName)] as const),
    );
    const found = new Map(
      stored
        .filter(([, values]) => values.size > 0)
        .map(([provider, values]) => [
          provider,
          Object.fromEntries(
            [...values.keys()].map((key) => [key, `\${env:${names.next([provider, key])}}`]),
          ),
        ]),
    );
    return {
      say: (wanted) => {
        const credentials = found.get(wanted.component.fullName);
        return credentials ? { ...wanted, config: { ...wanted.config, credentials } } : wanted;
      },
      notes: [],
    };
  },
  fileFields: ['credentials'],
};
