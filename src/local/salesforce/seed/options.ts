import type { Assumption } from '../assumptions.ts';
import type { UserPermission } from './permissions.ts';

/**
 * The kind of org that it reports (Object Reference, Organization: IsSandbox, TrialExpirationDate,
 * OrganizationType).
 */
export type OrgKind = 'production' | 'sandbox' | 'developer' | 'scratch';

export interface SeedUser {
  readonly username: string;
  readonly alias?: string;
  readonly name?: string;
  /** Default: "System Administrator" with all permissions. With `permissions`, the user gets a separate profile. */
  readonly profile?: 'System Administrator' | 'Minimum Access - Salesforce';
  /** Exactly these permissions, by a separate profile. */
  readonly permissions?: readonly UserPermission[];
  readonly active?: boolean;
  /** Whether the user has a high-assurance session; default true. See `stepUp`. */
  readonly highAssurance?: boolean;
}

/** A root key in a key store outside the org. */
export interface SeedRootKey {
  /** As in `AWS`. */
  readonly service: string;
  /** The identifier in the key store, as in an ARN. */
  readonly identifier: string;
  readonly region?: string;
  readonly status?: string;
}

/** A data encryption key, wrapped by a root key. */
export interface SeedDataKey {
  readonly type: string;
  readonly version?: number;
  readonly status?: string;
  readonly source?: string;
  readonly rootKey?: string;
}

/** The initial content of an org. Everything has a default; see the docs. */
export interface Seed {
  readonly organizationName?: string;
  /** 15 or 18 characters; random if absent. */
  readonly orgId?: string;
  /** The administrator's username; default: `admin@<organization id, in lower case>.local-org.example`. */
  readonly username?: string;
  readonly users?: readonly SeedUser[];
  /** Components of other types that can be referred to: `{ AuthProvider: ['Azure'], ApexClass: ['Foo'] }`. */
  readonly existing?: Readonly<Record<string, readonly string[]>>;
  /** Names of certificates that can be referred to. Certificates with keys are in `components`, or deployed. */
  readonly certificates?: readonly string[];
  /**
   * Private keys (PKCS#8, PEM) for certificates by name, instead of new ones, because generating 4096 bits takes a
   * second.
   */
  readonly certificateKeys?: Readonly<Record<string, string>>;
  readonly authProviders?: readonly string[];
  readonly externalAuthIdentityProviders?: readonly string[];
  readonly outboundNetworkConnections?: readonly string[];
  /** Initial metadata by its path in a zip: `{ 'permissionsets/A.permissionset': '<?xml …' }`. */
  readonly components?: Readonly<Record<string, string>>;
  /**
   * Principals that profiles grant, which metadata doesn't show: `{ 'System Administrator': ['AcmeKms-KeyService']
   * }`.
   */
  readonly profileGrants?: Readonly<Record<string, readonly string[]>>;
  /** Principals that permission set groups grant, by the group's name: `{ Sales: ['AcmeKms-KeyService'] }`. */
  readonly groupGrants?: Readonly<Record<string, readonly string[]>>;
  /** Assignments of permission sets, by username or `autoproc`: `{ AcmeKeyAccess: ['autoproc'] }`. */
  readonly assignments?: Readonly<Record<string, readonly string[]>>;
  /** Whether there is a Data tenant secret that Salesforce generated; default true. */
  readonly tenantSecret?: boolean;
  /** Root keys of External Key Management, active by default; default: none. */
  readonly externalRootKeys?: readonly SeedRootKey[];
  /** Data encryption keys, active by default; default: none. */
  readonly dataEncryptionKeys?: readonly SeedDataKey[];
  /** Whether key work requires a high-assurance session ("Manage Encryption Keys" raised); default false. */
  readonly stepUp?: boolean;
  /**
   * How long cache-only keys are cached, in hours; default 72. With 0, they are fetched after each change of their
   * path and before each read.
   */
  readonly keyCacheHours?: number;
  /** How long the org waits for a key service, in milliseconds; default 5000. */
  readonly keyTimeout?: number;
  /** Assumptions of keyway that this org contradicts; default: none. */
  readonly assumptions?: readonly Assumption[];
}
