import { placeOf, writtenText } from '../../config/written.ts';
import type { Config } from '../config.ts';
import type { WantedValue } from '../wanted-value.ts';
import type { PrincipalName, WantedCredential } from './compare.ts';
import { encryptedKeys } from './keys.ts';

/** Principals for which the config has credentials. keyway doesn't fill one without `credentials:`. */
export function wantedCredentials(config: Config): readonly WantedCredential[] {
  return Object.entries(config.externalCredentials ?? {}).flatMap(
    ([externalCredential, { authentication, principals }]) =>
      Object.entries(principals ?? {}).flatMap(
        ([principalName, { type, credentials }]): readonly WantedCredential[] => {
          if (!credentials || Object.keys(credentials).length === 0) return [];
          const path = [
            'externalCredentials',
            externalCredential,
            'principals',
            principalName,
            'credentials',
          ];
          const values = Object.entries(credentials).map(([key, value]): WantedValue => {
            const encrypted =
              authentication.protocol === 'Custom'
                ? typeof value === 'string' || value.encrypted !== false
                : encryptedKeys.has(key);
            return {
              key,
              encrypted,
              text: writtenText(value),
              path: placeOf(value, [...path, key]),
            };
          });
          return [
            {
              name: `${externalCredential}-${principalName}`,
              externalCredential,
              principalType: type,
              principalName,
              protocol: authentication.protocol,
              variant: 'variant' in authentication ? authentication.variant : undefined,
              values,
            },
          ];
        },
      ),
  );
}

/** All principals of the config, with or without credentials. */
export function principalNames({ externalCredentials = {} }: Config): readonly PrincipalName[] {
  return Object.entries(externalCredentials).flatMap(([externalCredential, { principals = {} }]) =>
    Object.entries(principals).map(([principalName, { type: principalType }]) => ({
      name: `${externalCredential}-${principalName}`,
      externalCredential,
      principalType,
      principalName,
    })),
  );
}
