import type { Plain } from '../../metadata/metadata-type.ts';
import type { ComponentPull } from '../component-pull.ts';
import { chooseKnown } from '../pull-known.ts';
import { variableName } from '../variable-names.ts';
import type { AuthProviderComponent } from './metadata.ts';

/**
 * Pulls providers that the chain names or the config has, because users sign in by others. Secrets become
 * references.
 */
export const authProviderPull: ComponentPull<AuthProviderComponent> = {
  type: 'AuthProvider',
  isOmittedSilently: true,
  choose: chooseKnown('authProviders'),
  addFields({ component, config, notes }, current) {
    const kept = notes.filter((message) => !/^has a secret in /.test(message));
    const secrets = secretsOf(component, current);
    return { component, config: { ...config, ...secrets }, notes: kept };
  },
};

function secretsOf({ fullName, withheld = [] }: AuthProviderComponent, current: Plain | undefined): Plain {
  const fields = withheld.filter((field) => current?.[field] === undefined);
  return Object.fromEntries(fields.map((field) => [field, `\${env:${variableName([fullName, field])}}`]));
}
