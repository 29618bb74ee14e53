import type { Row } from '../tables.ts';

/** A value inside a component: text, a boolean, a number, or a nested element. */
export type ComponentValue = string | number | boolean | ComponentBody;
/** A component's content by element name. Repeated elements keep their order. */
export interface ComponentBody {
  readonly [element: string]: ComponentValue | readonly ComponentValue[];
}

export type ComponentType =
  | 'ApexClass'
  | 'Certificate'
  | 'CspTrustedSite'
  | 'AuthProvider'
  | 'ExternalAuthIdentityProvider'
  | 'ExternalCredential'
  | 'NamedCredential'
  | 'OutboundNetworkConnection'
  | 'PermissionSet'
  | 'RemoteSiteSetting'
  | 'Settings';

/** A metadata component as the org stores it: with defaults filled in, not as written. */
export interface StoredComponent {
  readonly type: ComponentType;
  readonly fullName: string;
  readonly id: string;
  readonly body: ComponentBody;
  readonly createdById: string;
  readonly createdDate: string;
  readonly lastModifiedById: string;
  readonly lastModifiedDate: string;
}

/** A principal of an external credential. Its id survives deploys that keep it. */
export interface StoredPrincipal {
  readonly id: string;
  readonly externalCredential: string;
  readonly type: string;
  readonly name: string;
}

/** Values that Connect REST stored for a principal. Never shown, never logged. */
export interface StoredSecret {
  readonly principalId: string;
  /** The user, for per-user principals. */
  readonly userId?: string;
  readonly credentials: Readonly<Record<string, StoredSecretValue>>;
}

export interface StoredSecretValue {
  readonly value: string;
  readonly encrypted: boolean;
  /** Number of writes that changed the value; absent for the first. */
  readonly revision?: number;
}

/**
 * Values that Connect REST stored for an external auth identity provider, by name. Never logged; the secret is
 * never shown.
 */
export interface StoredProviderSecret {
  readonly provider: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * The id of a parameter of an external credential that isn't a principal; `key` identifies the parameter and the
 * entry.
 */
export interface StoredParameterId {
  readonly id: string;
  readonly key: string;
  readonly externalCredential: string;
}

/** The keys of a certificate of this org, PEM. The private key is never shown. */
export interface StoredCertificate {
  readonly privateKey: string;
  /** The certificate, or the request for an authority to sign. */
  readonly pem: string;
}

/** A deployed class. Its component has the other fields. */
export interface StoredApexClass {
  readonly name: string;
  readonly body: string;
}

/** A job of System.schedule, with datetimes in the format of rows. */
export interface StoredScheduledJob {
  /** The id of its CronTrigger. */
  readonly id: string;
  /** The id of its CronJobDetail. */
  readonly detailId: string;
  readonly name: string;
  readonly className: string;
  readonly cronExpression: string;
  /** The user that it runs as. */
  readonly userId: string;
  readonly timeZone: string;
  readonly apiVersion: number;
  readonly createdDate: string;
  readonly nextFireTime: string | null;
  readonly previousFireTime: string | null;
  readonly timesTriggered: number;
}

/** A published platform event. */
export interface StoredEvent {
  /** Increases by one. */
  readonly replayId: number;
  readonly eventUuid: string;
  readonly createdDate: string;
  readonly createdById: string;
  readonly payload: Readonly<Record<string, string | null>>;
}

/** The exportable value of a tenant secret, and the hashes that identify it on import. Only an export shows it. */
export interface StoredSecretMaterial {
  /** As uploaded, or as Salesforce wraps its own, base64; null after it was destroyed. */
  readonly wrapped: string | null;
  /** SHA-256 of that, hexadecimal; stays after the value is destroyed. */
  readonly wrappedHash: string;
  /** SHA-256 of the unwrapped value, hexadecimal, for uploaded ones, because no value is accepted twice. */
  readonly valueHash?: string;
}

/** The cache entry of a cache-only key, by its tenant secret; times in milliseconds since 1970. */
export interface StoredRemoteKey {
  readonly tenantSecretId: string;
  /** When it was last fetched. */
  readonly fetched: number;
  /** When the org last tried to fetch it. */
  readonly tried: number;
  /** Since when it can't be fetched; absent if it is in the cache. */
  readonly failedSince?: number;
  /** Whether it was the active key of its type until then. */
  readonly wasActive?: boolean;
}

export interface Session {
  readonly token: string;
  readonly userId: string;
  readonly expired: boolean;
  /** Whether it is a high-assurance session, which key work may require. */
  readonly highAssurance: boolean;
}

/** A component of another type that only exists to be referred to: `Certificate/AcmeByok`. */
export interface ExistingComponent {
  readonly type: string;
  readonly name: string;
}

/** A deploy job, with its result after it has finished; see metadata/deploy-jobs.ts. */
export interface StoredDeployJob {
  readonly id: string;
  readonly status: string;
  readonly apiVersion: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
}

/** A setting of this org, by name. */
export interface Setting {
  readonly value: string | number | boolean | null;
}

/** The whole state of an org, by collection. Every value is plain JSON and immutable. */
export interface Collections {
  readonly setting: Setting;
  readonly counter: number;
  readonly organization: Row;
  readonly user: Row;
  readonly profile: Row;
  /** Permission sets without metadata: those of profiles and of permission set groups. */
  readonly profilePermissionSet: Row;
  readonly permissionSetAssignment: Row;
  readonly setupEntityAccess: Row;
  readonly setupAuditTrail: Row;
  readonly tenantSecret: Row;
  readonly externalRootKey: Row;
  readonly dataEncryptionKey: Row;
  readonly secretMaterial: StoredSecretMaterial;
  readonly remoteKey: StoredRemoteKey;
  readonly platformEvent: StoredEvent;
  readonly certificate: StoredCertificate;
  readonly component: StoredComponent;
  readonly principal: StoredPrincipal;
  readonly secret: StoredSecret;
  readonly identityProviderSecret: StoredProviderSecret;
  readonly parameterId: StoredParameterId;
  readonly existing: ExistingComponent;
  readonly session: Session;
  readonly apexClass: StoredApexClass;
  readonly scheduledJob: StoredScheduledJob;
  readonly asyncApexJob: Row;
  readonly deployJob: StoredDeployJob;
  /** The zip of an unfinished job, base64. */
  readonly deployZip: string;
}

export type CollectionName = keyof Collections;

const NAMES: Readonly<Record<CollectionName, true>> = {
  setting: true,
  counter: true,
  organization: true,
  user: true,
  profile: true,
  profilePermissionSet: true,
  permissionSetAssignment: true,
  setupEntityAccess: true,
  setupAuditTrail: true,
  tenantSecret: true,
  externalRootKey: true,
  dataEncryptionKey: true,
  secretMaterial: true,
  remoteKey: true,
  platformEvent: true,
  certificate: true,
  component: true,
  principal: true,
  secret: true,
  identityProviderSecret: true,
  parameterId: true,
  existing: true,
  session: true,
  apexClass: true,
  scheduledJob: true,
  asyncApexJob: true,
  deployJob: true,
  deployZip: true,
};

export const COLLECTION_NAMES = Object.keys(NAMES) as readonly CollectionName[];
