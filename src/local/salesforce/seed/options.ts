import type { Assumption } from '../assumptions.ts';
import type { UserPermission } from './permissions.ts';

/** What kind of org it says it is (Object Reference, Organization: IsSandbox, TrialExpirationDate, OrganizationType). */
export type OrgKind = 'production' | 'sandbox' | 'developer' | 'scratch';

export interface SeedUser {
  readonly username: string;
  readonly alias?: string;
  readonly name?: string;
  /** Default: "System Administrator" with everything; with `permissions`, a profile of the user's own. */
  readonly profile?: 'System Administrator' | 'Minimum Access - Salesforce';
  /** Exactly these, by a profile of the user's own. */
  readonly permissions?: readonly UserPermission[];
  readonly active?: boolean;
  /** Whether the user's session is one of high assurance; default true. See `stepUp`. */
  readonly highAssurance?: boolean;
}

/** A root key in a key store outside of the org. */
export interface SeedRootKey {
  /** As in `AWS`. */
  readonly service: string;
  /** As the key store knows it, as in an ARN. */
  readonly identifier: string;
  readonly region?: string;
  readonly status?: string;
}

/** A data encryption key that a root key wraps. */
export interface SeedDataKey {
  readonly type: string;
  readonly version?: number;
  readonly status?: string;
  readonly source?: string;
  readonly rootKey?: string;
}

/** What an org holds when it is made. Everything has a default; see docs for what that is. */
export interface Seed {
  readonly organizationName?: string;
  /** 15 or 18 characters; random if absent. */
  readonly orgId?: string;
  /** The administrator's; `admin@<organization id, in lower case>.local-org.example` if absent. */
  readonly username?: string;
  readonly users?: readonly SeedUser[];
  /** Components of other types that may be referred to: `{ AuthProvider: ['Azure'], ApexClass: ['Foo'] }`. */
  readonly existing?: Readonly<Record<string, readonly string[]>>;
  /** Names that may be referred to; certificates with keys are among `components`, or deployed. */
  readonly certificates?: readonly string[];
  /** Private keys (PKCS#8, PEM) that certificates of that name get instead of new ones: making one of 4096 bits takes a second. */
  readonly certificateKeys?: Readonly<Record<string, string>>;
  readonly authProviders?: readonly string[];
  readonly externalAuthIdentityProviders?: readonly string[];
  readonly outboundNetworkConnections?: readonly string[];
  /** Metadata that is there from the start, by its path in a zip: `{ 'permissionsets/A.permissionset': '<?xml …' }`. */
  readonly components?: Readonly<Record<string, string>>;
  /** Principals that profiles grant, which metadata does not show: `{ 'System Administrator': ['AcmeKms-KeyService'] }`. */
  readonly profileGrants?: Readonly<Record<string, readonly string[]>>;
  /** Principals that permission set groups grant, by the group's name: `{ Sales: ['AcmeKms-KeyService'] }`. */
  readonly groupGrants?: Readonly<Record<string, readonly string[]>>;
  /** Who has which permission set, by username or `autoproc`: `{ AcmeKeyAccess: ['autoproc'] }`. */
  readonly assignments?: Readonly<Record<string, readonly string[]>>;
  /** Whether there is a Data tenant secret made by Salesforce; default true. */
  readonly tenantSecret?: boolean;
  /** Root keys of External Key Management, active ones unless they say otherwise; default none. */
  readonly externalRootKeys?: readonly SeedRootKey[];
  /** Data encryption keys, active ones unless they say otherwise; default none. */
  readonly dataEncryptionKeys?: readonly SeedDataKey[];
  /** Whether key work asks for a session of high assurance ("Manage Encryption Keys" raised); default false. */
  readonly stepUp?: boolean;
  /** How long fetched cache-only keys are kept, in hours; default 72. 0: they are fetched after each change of what they are fetched through, and before each look. */
  readonly keyCacheHours?: number;
  /** How long the org waits for a key service, in milliseconds; default 5000. */
  readonly keyTimeout?: number;
  /** What this org does otherwise than keyway assumes; default nothing. */
  readonly assumptions?: readonly Assumption[];
}
