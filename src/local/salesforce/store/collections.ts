import type { Row } from '../tables.ts';

/** A value inside a component: text, a boolean, a number, or a nested element. */
export type ComponentValue = string | number | boolean | ComponentBody;
/** A component's content by element name; repeated elements in their order. */
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

/** A metadata component as the org keeps it: defaults filled in, not as it was written. */
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

/** A principal of an external credential; its id outlives deploys that keep it. */
export interface StoredPrincipal {
  readonly id: string;
  readonly externalCredential: string;
  readonly type: string;
  readonly name: string;
}

/** What Connect REST stored for a principal. Never shown, never logged. */
export interface StoredSecret {
  readonly principalId: string;
  /** For per-user principals, whose it is. */
  readonly userId?: string;
  readonly credentials: Readonly<Record<string, StoredSecretValue>>;
}

export interface StoredSecretValue {
  readonly value: string;
  readonly encrypted: boolean;
  /** Counts the writes that changed the value; absent: the first. */
  readonly revision?: number;
}

/** What Connect REST stored for an external auth identity provider, by name. Never logged; the secret is never shown. */
export interface StoredProviderSecret {
  readonly provider: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The id of a parameter of an external credential that is no principal; `key` says which, and is where it is kept. */
export interface StoredParameterId {
  readonly id: string;
  readonly key: string;
  readonly externalCredential: string;
}

/** The keys of a certificate that was made in this org, PEM. The private one is never shown. */
export interface StoredCertificate {
  readonly privateKey: string;
  /** The certificate, or the request for one that an authority is to sign. */
  readonly pem: string;
}

/** A class that was deployed; its component has the rest. */
export interface StoredApexClass {
  readonly name: string;
  readonly body: string;
}

/** A job that System.schedule made; datetimes as rows carry them. */
export interface StoredScheduledJob {
  /** Of its CronTrigger. */
  readonly id: string;
  /** Of its CronJobDetail. */
  readonly detailId: string;
  readonly name: string;
  readonly className: string;
  readonly cronExpression: string;
  /** As whom it runs. */
  readonly userId: string;
  readonly timeZone: string;
  readonly apiVersion: number;
  readonly createdDate: string;
  readonly nextFireTime: string | null;
  readonly previousFireTime: string | null;
  readonly timesTriggered: number;
}

/** A platform event that was published. */
export interface StoredEvent {
  /** Rises by one. */
  readonly replayId: number;
  readonly eventUuid: string;
  readonly createdDate: string;
  readonly createdById: string;
  readonly payload: Readonly<Record<string, string | null>>;
}

/** What can be exported of a tenant secret, and by what it is known when it comes back. Never shown but by export. */
export interface StoredSecretMaterial {
  /** As it was uploaded, or as Salesforce wraps its own, base64; null once it was destroyed. */
  readonly wrapped: string | null;
  /** SHA-256 of that, hex; stays when the value is destroyed. */
  readonly wrappedHash: string;
  /** SHA-256 of what was inside, hex, for those that were uploaded: no value is taken twice. */
  readonly valueHash?: string;
}

/** A cache-only key as the org's cache has it, by its tenant secret; times in milliseconds since 1970. */
export interface StoredRemoteKey {
  readonly tenantSecretId: string;
  /** When it was fetched last. */
  readonly fetched: number;
  /** When the org tried that last. */
  readonly tried: number;
  /** Since when it can't be fetched; absent: it is in the cache. */
  readonly failedSince?: number;
  /** Whether it was the active key of its type until then. */
  readonly wasActive?: boolean;
}

export interface Session {
  readonly token: string;
  readonly userId: string;
  readonly expired: boolean;
  /** A session of high assurance, as key work may need. */
  readonly highAssurance: boolean;
}

/** A component of another type that is there to be referred to: `Certificate/AcmeByok`. */
export interface ExistingComponent {
  readonly type: string;
  readonly name: string;
}

/** A deploy job, and once it is done its result; see metadata/deploy-job.ts. */
export interface StoredDeployJob {
  readonly id: string;
  readonly status: string;
  readonly apiVersion: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
}

/** A switch or setting of this org, by name. */
export interface Setting {
  readonly value: string | number | boolean | null;
}

/** All that an org keeps, by collection; every value is plain JSON and never changed in place. */
export interface Collections {
  readonly setting: Setting;
  readonly counter: number;
  readonly organization: Row;
  readonly user: Row;
  readonly profile: Row;
  /** Permission sets that no metadata makes: those of profiles, and of permission set groups. */
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
  /** The zip of a job that is not done, base64. */
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
