import { isPlain, valueAt } from '../../config/edit/index.ts';
import type { Plain } from '../../metadata/metadata-type.ts';
import type { ComponentPull, PullContext } from '../component-pull.ts';
import { type NewPrincipal, suggestCredentials } from '../credential/pull.ts';
import { toConfig } from '../metadata.ts';
import type { ExternalCredentialComponent } from './metadata.ts';

/**
 * Adds references for the credentials that an org stores for new principals. Existing credentials in the config
 * stay.
 */
export const externalCredentialPull: ComponentPull<ExternalCredentialComponent> = {
  type: 'ExternalCredential',
  needs: ({ metadata }) =>
    metadata.externalCredentialParameters.flatMap(({ authProvider }) =>
      authProvider === undefined ? [] : [{ type: 'AuthProvider' as const, fullName: authProvider }],
    ),
  async readFromOrg(components, { config, credentialOrg, variables }) {
    const principals = newPrincipals(config, components);
    if (principals.length === 0) return { addFields: (wanted) => wanted, notes: [] };
    const { credentials, notes } = await suggestCredentials(await credentialOrg(), principals, variables);
    return {
      addFields: (wanted) => ({
        ...wanted,
        config: withCredentials(wanted.component.fullName, wanted.config, credentials),
      }),
      notes,
    };
  },
  keepFields: withKeptCredentials,
  orderedMaps: [['principals'], ['authentication', 'headers']],
};

/** Principals that the config doesn't have yet. */
function newPrincipals(
  config: PullContext['config'],
  components: readonly ExternalCredentialComponent[],
): readonly NewPrincipal[] {
  return Object.entries(toConfig(components).externalCredentials).flatMap(
    ([externalCredential, { authentication, principals = {} }]) => {
      const known = config.externalCredentials?.[externalCredential]?.principals ?? {};
      const all = Object.entries(principals);
      return all
        .filter(([name]) => !Object.hasOwn(known, name))
        .map(([principalName, { type }]) => ({
          externalCredential,
          principalName,
          type,
          authentication,
          alone: all.length === 1,
        }));
    },
  );
}

function withCredentials(name: string, config: Plain, credentials: ReadonlyMap<string, Plain>): Plain {
  if (!isPlain(config.principals)) return config;
  const principals = Object.entries(config.principals).map(([principal, settings]) => {
    const found = credentials.get(`${name}-${principal}`);
    return [principal, found && isPlain(settings) ? { ...settings, credentials: found } : settings];
  });
  return { ...config, principals: Object.fromEntries(principals) };
}

function withKeptCredentials(wanted: Plain, current: Plain): Plain {
  const existing = isPlain(current.principals) ? current.principals : {};
  if (!isPlain(wanted.principals)) return wanted;
  const principals = Object.entries(wanted.principals).map(([name, principal]) => {
    const old = valueAt(existing, [name]);
    const credentials = isPlain(old) ? old.credentials : undefined;
    return [
      name,
      credentials === undefined || !isPlain(principal) ? principal : { ...principal, credentials },
    ];
  });
  return { ...wanted, principals: Object.fromEntries(principals) };
}
