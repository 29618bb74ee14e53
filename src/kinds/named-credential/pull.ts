import type { Plain } from '../../metadata/metadata-type.ts';
import type { ComponentPull } from '../component-pull.ts';
import { variableName } from '../variable-names.ts';
import type { NamedCredentialComponent } from './metadata.ts';

/** Adds references for the secrets of a legacy one, which no org returns. */
export const namedCredentialPull: ComponentPull<NamedCredentialComponent> = {
  type: 'NamedCredential',
  needs: ({ metadata }) => [
    ...metadata.namedCredentialParameters.flatMap(({ externalCredential }) =>
      externalCredential === undefined
        ? []
        : [{ type: 'ExternalCredential' as const, fullName: externalCredential }],
    ),
    ...(metadata.authProvider === undefined
      ? []
      : [{ type: 'AuthProvider' as const, fullName: metadata.authProvider }]),
    ...[metadata, ...metadata.namedCredentialParameters].flatMap(({ outboundNetworkConnection: fullName }) =>
      fullName === undefined ? [] : [{ type: 'OutboundNetworkConnection' as const, fullName }],
    ),
  ],
  addFields({ component, config, notes }, current) {
    const secrets = legacySecrets(component.fullName, config, component.withheld ?? [], current);
    const kept = notes.filter((message) => !/^has a secret in /.test(message));
    return { component, config: { ...config, ...secrets }, notes: kept };
  },
  fileFields: ['check'],
  isOtherForm: (current, wanted) => (current.type === 'Legacy') !== (wanted.type === 'Legacy'),
  orderedMaps: [['headers']],
};

/**
 * References for the secrets of a legacy named credential: all if the config doesn't have it yet, else those that
 * the org has and the config lacks. Suggests what its protocol needs, whether or not the org returned a masked
 * value.
 */
function legacySecrets(
  name: string,
  { type, protocol, principalType }: Plain,
  withheld: readonly string[],
  current: Plain | undefined,
): Plain {
  if (type !== 'Legacy') return {};
  const needed =
    current === undefined && principalType === 'NamedUser' ? (needs[String(protocol)] ?? []) : [];
  const fields = [...new Set([...needed, ...withheld])].filter((field) => current?.[field] === undefined);
  return Object.fromEntries(fields.map((field) => [field, `\${env:${variableName([name, field])}}`]));
}

const needs: Readonly<Record<string, readonly string[]>> = {
  Password: ['password'],
  AwsSv4: ['awsAccessKey', 'awsAccessSecret'],
};
