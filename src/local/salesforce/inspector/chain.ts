import { nested } from '../metadata/principal-types.ts';
import { principalsOf } from '../metadata/principals.ts';
import type { ComponentBody, ComponentType, StoredComponent, StoredPrincipal } from '../store/collections.ts';
import type { View } from '../store/database.ts';

/**
 * Who can call what, and through which principal: one entry for each external credential, and the named credentials
 * without one.
 */
export interface Chain {
  readonly links: readonly Link[];
  /** The number of external credentials that aren't listed. */
  readonly more: number;
  /** Named credentials without an existing external credential. */
  readonly unlinked: readonly NamedCredentialCard[];
}

export interface Link {
  readonly externalCredential: {
    readonly id: string;
    readonly name: string;
    readonly label: string;
    /** As in `Oauth ClientCredentialsClientSecret`. */
    readonly protocol: string;
  };
  readonly namedCredentials: readonly NamedCredentialCard[];
  readonly principals: readonly PrincipalCard[];
}

export interface NamedCredentialCard {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type: string;
  /** Origin and path only, because other parts of a URL may be secret. */
  readonly url: string;
  readonly enabled: boolean;
}

export interface PrincipalCard {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Names of the stored values, never the values. */
  readonly stored: readonly string[];
  /** For a per-user principal: the number of users with stored values. */
  readonly users: number;
  readonly grants: readonly Grant[];
}

/** A permission set or profile that grants a principal, and its users. */
export interface Grant {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly isProfile: boolean;
  readonly users: readonly UserCard[];
  /** The number of users that aren't listed. */
  readonly more: number;
}

export interface UserCard {
  readonly id: string;
  readonly username: string;
  readonly alias: string;
  /** Inactive users and expired assignments give no access. */
  readonly state: 'active' | 'inactive user' | 'expired' | 'inactive assignment';
}

const SHOWN_LINKS = 50;
const SHOWN_USERS = 20;

/** @param now milliseconds since 1970 */
export const readChain = (view: View, now: number): Chain => {
  const externalCredentials = components(view, 'ExternalCredential');
  const namedCredentials = components(view, 'NamedCredential');
  const uses = ({ body }: StoredComponent, name: string): boolean =>
    externalCredentialOf(body)?.toLowerCase() === name.toLowerCase();
  return {
    links: externalCredentials.slice(0, SHOWN_LINKS).map((component) => ({
      externalCredential: {
        id: component.id,
        name: component.fullName,
        label: textOf(component.body, 'label'),
        protocol: protocolOf(component.body),
      },
      namedCredentials: namedCredentials
        .filter((used) => uses(used, component.fullName))
        .map(namedCredentialCard),
      principals: principalsOf(view, component.fullName).map((principal) =>
        principalCard(view, principal, now),
      ),
    })),
    more: Math.max(0, externalCredentials.length - SHOWN_LINKS),
    unlinked: namedCredentials
      .filter((component) => !externalCredentials.some(({ fullName }) => uses(component, fullName)))
      .slice(0, SHOWN_LINKS)
      .map(namedCredentialCard),
  };
};

const components = (view: View, type: ComponentType): readonly StoredComponent[] =>
  view.all('component').filter((component) => component.type === type);

const textOf = (body: ComponentBody, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

const externalCredentialOf = (body: ComponentBody): string | undefined =>
  nested(body, 'namedCredentialParameters')
    .map((parameter) => textOf(parameter, 'externalCredential'))
    .find((name) => name !== '');

const protocolOf = (body: ComponentBody): string => {
  const variant = nested(body, 'externalCredentialParameters').find(
    ({ parameterType }) => parameterType === 'AuthProtocolVariant',
  );
  return [textOf(body, 'authenticationProtocol'), variant ? textOf(variant, 'parameterValue') : '']
    .filter((part) => part !== '')
    .join(' ');
};

const namedCredentialCard = ({ id, fullName, body }: StoredComponent): NamedCredentialCard => {
  const url = nested(body, 'namedCredentialParameters').find(({ parameterType }) => parameterType === 'Url');
  return {
    id,
    name: fullName,
    label: textOf(body, 'label'),
    type: textOf(body, 'namedCredentialType') || 'Legacy',
    url: withoutCredentials(textOf(body, 'endpoint') || (url ? textOf(url, 'parameterValue') : '')),
    enabled: body.calloutStatus !== 'Disabled',
  };
};

const withoutCredentials = (written: string): string => {
  const url = URL.parse(written);
  if (url === null) return written === '' ? '' : '(not a URL)';
  return `${url.protocol}//${url.host}${url.pathname}`;
};

const principalCard = (view: View, principal: StoredPrincipal, now: number): PrincipalCard => {
  const secrets = view.all('secret').filter(({ principalId }) => principalId === principal.id);
  return {
    id: principal.id,
    name: principal.name,
    type: principal.type,
    stored: [...new Set(secrets.flatMap(({ credentials }) => Object.keys(credentials)))],
    users: principal.type === 'PerUserPrincipal' ? secrets.length : 0,
    grants: view
      .all('setupEntityAccess')
      .filter(({ SetupEntityId }) => SetupEntityId === principal.id)
      .map(({ ParentId }) => grant(view, String(ParentId), now)),
  };
};

const grant = (view: View, id: string, now: number): Grant => {
  const users = view
    .all('permissionSetAssignment')
    .filter(({ PermissionSetId }) => PermissionSetId === id)
    .map(({ AssigneeId, ExpirationDate, IsActive }): UserCard => {
      const user = view.get('user', String(AssigneeId));
      const expired =
        typeof ExpirationDate === 'string' && Date.parse(ExpirationDate.replace('+0000', 'Z')) <= now;
      return {
        id: String(AssigneeId),
        username: String(user?.Username),
        alias: String(user?.Alias),
        state: stateOf(user?.IsActive !== false, IsActive !== false, expired),
      };
    });
  const shown = { users: users.slice(0, SHOWN_USERS), more: Math.max(0, users.length - SHOWN_USERS) };
  const owned = view.get('profilePermissionSet', id);
  if (owned !== undefined) {
    const profile = view.get('profile', String(owned.ProfileId));
    return {
      id,
      name: String((profile ?? owned).Name),
      label: '',
      isProfile: profile !== undefined,
      ...shown,
    };
  }
  const component = view.all('component').find((candidate) => candidate.id === id);
  const label = component ? textOf(component.body, 'label') : '';
  return { id, name: component?.fullName ?? id, label, isProfile: false, ...shown };
};

const stateOf = (userIsActive: boolean, isActive: boolean, expired: boolean): UserCard['state'] => {
  if (!userIsActive) return 'inactive user';
  if (expired) return 'expired';
  return isActive ? 'active' : 'inactive assignment';
};
