/**
 * What the local org assumes without a source that says so: inferred from the neighbourhood, not seen in an org.
 * Each is used from here only, so that it can be put right in one place.
 */

/** Key prefix of ExternalCredential rows: seen in an answer of Connect REST that Salesforce's own Postman collection shows ("Get External Credentials by Developer Name"). */
export const EXTERNAL_CREDENTIAL_KEY_PREFIX = '0pt';

/** readMetadata and the other CRUD-based calls take at most ten names (Metadata API Developer Guide has it for create, update and delete). */
export const READ_METADATA_MAX_NAMES = 10;
export const READ_METADATA_TOO_MANY =
  'record limit reached. cannot submit more than 10 records in this operation';

/** Error messages of deploys begin so when a file could not be parsed. */
export const PARSE_ERROR_PREFIX = 'Error parsing file: ';

/** Retrieved files have `DefaultGroup`; the Metadata API guide names "DEFAULT_GROUP" as the default. The files are believed. */
export const DEFAULT_PARAMETER_GROUP = 'DefaultGroup';

/**
 * "Reserved for internal use" (Metadata API Developer Guide, ExternalCredentialParameter). Files that orgs returned hold such
 * parameters: a deploy takes them, and one that a deploy leaves out stays.
 */
export const RESERVED_PARAMETER_TYPES: readonly string[] = [
  'CreatedByNamespace',
  'GlobalNamedPrincipal',
  'ManagedByComponent',
  'ManagedByFeature',
  'SfHttpRequestExtensionName',
  'SystemUserPrincipal',
  'TenantPrincipal',
];

/** What each protocol and variant cannot do without. Two of the messages are known; the rest follows from the documentation's tables. */
export const REQUIRED_PARAMETER_TYPES: Readonly<Record<string, readonly string[]>> = {
  'Oauth ClientCredentialsClientSecret': ['AuthProtocolVariant', 'AuthProviderUrl'],
  'Oauth ClientCredentialsClientSecretBasic': ['AuthProtocolVariant', 'AuthProviderUrl'],
  'Oauth ClientCredentialsJwtAssertion': ['AuthProtocolVariant', 'AuthProviderUrl', 'SigningCertificate'],
  'Oauth JwtBearer': ['AuthProtocolVariant', 'AuthProviderUrl', 'SigningCertificate'],
  Jwt: ['SigningCertificate'],
  AwsSv4: ['AuthParameter'],
  'AwsSv4 AwsSv4_STS': ['AuthProtocolVariant', 'AuthParameter'],
  'AwsSv4 RolesAnywhere': ['AuthProtocolVariant', 'AuthParameter', 'SigningCertificate'],
};

/** AuthParameter names without which AWS requests cannot be signed. */
export const REQUIRED_AWS_PARAMETERS = ['AwsRegion', 'AwsService'] as const;

/** How a permission set's reference to a principal that isn't there is refused; after the pattern of the known "no AuthProvider named X found". */
export const missingReference = (field: string, type: string, name: string): string =>
  `In field: ${field} - no ${type} named ${name} found`;

/** The type by which the message above calls a principal. */
export const PRINCIPAL_REFERENCE_TYPE = 'ExternalCredentialParameter';

/**
 * Fields in which an org with a namespace of its own writes its own components with the prefix: `acme__Kms`, `acme__Kms-P`.
 * Files of namespaced projects have it there; whether other fields have it, and how such an org names the components
 * themselves, was not seen.
 */
export const REFERENCES_WITH_NAMESPACE: readonly string[] = [
  'externalCredential',
  'externalCredentialPrincipal',
];

/** What an auth provider has where a file says nothing: retrieved files hold these; that a new one gets them was not seen. */
export const AUTH_PROVIDER_DEFAULTS = {
  every: { includeOrgIdInIdentifier: false, requireMfa: false },
  openIdConnect: {
    isPkceEnabled: false,
    sendAccessTokenInHeader: false,
    sendClientCredentialsInHeader: false,
    sendSecretInApis: true,
  },
  others: {},
};

/** Secrets of an auth provider that a deploy leaves out stay as they are. */
export const AUTH_PROVIDER_SECRETS_STAY = ['consumerSecret', 'ecKey'] as const;

/** Fields of which retrieved files show that there is a value. */
export const SECRET_PLACEHOLDERS: Readonly<Record<string, string>> = { consumerSecret: 'Placeholder_Value' };

/** Deleting what something else refers to. */
export const stillReferenced = (type: string, name: string, by: string): string =>
  `This ${type} is referenced elsewhere in Salesforce. Remove the usage and try again. : ${by} (${name})`;

/** An assigned permission set cannot be deleted. */
export const permissionSetAssigned = (name: string): string =>
  `Cannot complete this operation. You can't delete permission set ${name} because it's assigned to users.`;

/** A principal that a deploy leaves out takes its grants with it; a permission set then no longer names it. */
export const REMOVED_PRINCIPAL_TAKES_ITS_GRANTS = true;

/** Grants that are not enabled are not kept. */
export const DISABLED_ACCESS_IS_DROPPED = true;

/** Deploys to production must roll back on error (Metadata API Developer Guide, deploy()); how a request without is refused is not known. */
export const ROLLBACK_REQUIRED_IN_PRODUCTION =
  'rollbackOnError must be true for a deployment to a production org';

/** NoTestRun is not for production. */
export const NO_TEST_RUN_IN_PRODUCTION = 'testLevel of NoTestRun cannot be used in production organizations';

/** What each area of the API asks of its user (some of these are documented, some not). */
export const PERMISSIONS_ANY_OF = {
  metadata: ['ModifyMetadata', 'ModifyAllData'],
  credentials: ['ManageNamedCredentials', 'CustomizeApplication'],
  assignment: ['AssignPermissionSets'],
  principalAccess: ['ManageProfilesPermissionsets'],
  apex: ['AuthorApex'],
  api: ['ApiEnabled'],
  encryption: ['ManageEncryptionKeys'],
  certificates: ['ManageCertificates'],
} as const;

/**
 * User permissions that the Automated Process user's license allows; that it lacks others is known, which ones is not. The code,
 * and the words of a refusal, were seen for other licenses in public repositories.
 */
export const AUTOPROC_LICENSE_PERMISSIONS: readonly string[] = ['ApiEnabled'];
export const LICENSE_REFUSAL_CODE = 'FIELD_INTEGRITY_EXCEPTION';
export const licenseRefusal = (permissionSet: string, permission: string): string =>
  `Can't assign permission set ${permissionSet} to user Automated Process. The user license doesn't allow the permission: ${permission}`;

/** Cancelling a deploy that has ended. */
export const JOB_IS_DONE = {
  errorCode: 'INVALID_ID_FIELD',
  message: 'Deployment already completed',
} as const;

/** Using the Metadata API without the permission. */
export const METADATA_ACCESS_REFUSED =
  'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions';

/** A validated job can be deployed quickly for this long, if it ran tests; that a level of tests without any test counts is assumed. */
export const QUICK_DEPLOY_DAYS = 10;

/** Connect REST: a value that is none of an enumeration's is POST_BODY_PARSE_ERROR (seen for `PerUser`); its words are not known. */
export const ENUM_REFUSED_CODE = 'POST_BODY_PARSE_ERROR';
/** Connect REST: the words "Unrecognized field" were seen; the code is that of the rest of the REST API. */
export const UNRECOGNIZED_FIELD_CODE = 'JSON_PARSER_ERROR';
export const unrecognizedField = (name: string): string => `Unrecognized field "${name}"`;
/** Connect REST: what is refused for its meaning. */
export const CONNECT_REFUSED_CODE = 'INVALID_INPUT';
/** Connect REST: creating what is there. */
export const CONNECT_DUPLICATE_CODE = 'DUPLICATE_VALUE';

/** What an org says of a principal whose protocol and variant need no stored value, as OAuth's JWT bearer flow. */
export const NOTHING_NEEDED_STATUS = 'Configured';
/** A Custom credential is Unknown whether or not a value is stored, because the org can't tell what it needs. Seen, as below. */
export const CUSTOM_STATUS = 'Unknown';
/** With NoAuthentication a principal is Configured. Seen in Salesforce's own Postman collection, "Get Credential". */
export const NO_AUTHENTICATION_STATUS = 'Configured';
/** A Custom credential may be made without any value. Seen in Salesforce's own Postman collection, "Create Credential". */
export const CUSTOM_MAY_BE_EMPTY = true;
/** The status of an external credential as a whole: Configured once all its principals are. */
export const WHOLE_STATUS_NEEDS_ALL_PRINCIPALS = true;

/** A Custom value whose `encrypted` is not said. */
export const ENCRYPTED_BY_DEFAULT = true;
/** What the other protocols' values are is decided by the name ("encryption rules"), whatever the request says. */
export const PROTOCOL_DECIDES_ENCRYPTION = true;
/** The longest value of a credential, in characters: there is a limit in every such field, which one is not documented. */
export const MAX_CREDENTIAL_VALUE = 8192;
/** Each value counts the writes that changed it; one that a request gives must be the current one. */
export const REVISION_MUST_MATCH = true;

/**
 * The Connect API's own sample of AwsSv4_STS has no principal of type AwsStsPrincipal, and yet credentials are stored
 * for that type: it is there by the variant, and listed only where it was written.
 */
export const STS_PRINCIPAL_IS_IMPLIED = true;

/** An `id` of a parameter or principal that the external credential does not have says nothing; the sample body has one. */
export const UNKNOWN_PARAMETER_IDS_ARE_IGNORED = true;

/** Composite: its limits are documented; by which code and in which words a request over them is refused is not. */
export const COMPOSITE_REFUSED_CODE = 'INVALID_INPUT';

/** Deploying a component without the permission that its type asks for. */
export const COMPONENT_ACCESS_REFUSED =
  'INSUFFICIENT_ACCESS: insufficient access rights on cross-reference id';

/**
 * Any user who makes an authenticated callout needs Read on UserExternalCredential; the
 * guide to cache-only keys gives none to the Automated Process user, and its recipe works.
 */
export const AUTOPROC_NEEDS_USER_EXTERNAL_CREDENTIAL = false;
/** "Authenticated callout" is read so that NoAuthentication does not need it. */
export const NO_AUTHENTICATION_NEEDS_USER_EXTERNAL_CREDENTIAL = false;

/** "Allow Formulas in HTTP Header" is about headers set by Apex; custom headers are formulas in any case. */
export const CUSTOM_HEADERS_ARE_ALWAYS_FORMULAS = true;
/** Of headers with one name: what Apex sets, then the named credential's, then the external credential's, then the authorization; the last counts. */
export const LAST_HEADER_COUNTS = true;

/** What a callout is said to come from. */
export const CALLOUT_USER_AGENT = 'SFDC-Callout/66.0';

/** Tenant secrets: how most refusals of key work are worded, and by which code, is in no document read. */
export const TENANT_SECRET_REFUSED_CODE = 'FIELD_INTEGRITY_EXCEPTION';
/** Tenant secrets: whether the first one of a type is counted for the time until the next is not documented. */
export const FIRST_SECRET_STARTS_THE_WAIT = true;
/** Tenant secrets: CipherTrust says that only an ARCHIVED one can be destroyed; Salesforce's own pages say nothing. */
export const ACTIVE_SECRET_CAN_BE_DESTROYED = false;
/** What Salesforce exports of a secret that it made: an opaque value of this many bytes. An uploaded one is exported as it was uploaded. */
export const EXPORTED_SECRET_BYTES = 256;
/** That a DESTROYED remote key can be made ACTIVE is documented; whether an ARCHIVED one can is not. */
export const ARCHIVED_REMOTE_KEY_CAN_BE_ACTIVATED = false;
/** Cache-only keys are used as they are; what KeyDerivationMode shows of them is not documented. */
export const REMOTE_KEY_DERIVATION = 'NONE';
/** Key work in a session that was not stepped up (the text is not known). */
export const STEP_UP_REFUSED_CODE = 'INSUFFICIENT_ACCESS';

/** A self-signed certificate of 4096 bits ends after two years; that one of 2048 ends after one is from Salesforce Help's pages on certificates, not tried. */
export const SELF_SIGNED_YEARS = { 2048: 1, 4096: 2 } as const;
/** Settings that a deploy leaves out keep their values. */
export const OMITTED_SETTINGS_STAY = true;
/** readMetadata knows settings by the name of their type in the WSDL; that it takes `Settings` too is assumed. */
export const SETTINGS_READ_AS = { EncryptionKeySettings: 'Settings' } as const;
/** How cache-only keys and replay detection depend on each other is documented, the refusal's words are not. */
export const REPLAY_DETECTION_NEEDS_CACHE_ONLY_KEYS =
  'Enable cache-only keys before you enable replay detection for cache-only keys.';

/** Certificates for customer-supplied keys are of 4096 bits; that an upload for a shorter one is refused is assumed. */
export const KEY_CERTIFICATE_SIZE = 4096;

/** StatusCodes of RemoteKeyCalloutEvent that no text read confirms: the table's names were cut off (Platform Events Developer Guide, RemoteKeyCalloutEvent). */
export const UNCONFIRMED_STATUS = {
  incorrectEncryption: 'INCORRECT_ENCRYPTION_ALGORITHM_IN_JWE_HEADER',
  incorrectKeyIdInHeader: 'INCORRECT_KEYID_IN_JWE_HEADER',
  incorrectKeyIdInJson: 'INCORRECT_KEYID_IN_JSON',
  incorrectRequestId: 'INCORRECT_NONCE_IN_JWE_HEADER',
  malformedContentKey: 'MALFORMED_CONTENT_ENCRYPTION_KEY',
  malformedDataKey: 'MALFORMED_DATA_ENCRYPTION_KEY',
  malformedJson: 'MALFORMED_JSON_RESPONSE',
  malformedJwe: 'MALFORMED_JWE_RESPONSE',
  timeout: 'RESPONSE_TIMEOUT',
  unknown: 'UNKNOWN_ERROR',
} as const;
/** How long the org waits for a key service, in milliseconds; CipherTrust's pages ask for an answer within three seconds. */
export const REMOTE_KEY_TIMEOUT = 5000;
/** How long a fetched cache-only key is kept: "up to 72 hours" (some operations about 24); here it is exactly that. */
export const REMOTE_KEY_CACHE_HOURS = 72;
/**
 * When a key that can't be fetched is tried again: each minute five times, "then every 5 min for 24 h", which is counted
 * from the first failure.
 */
export const REMOTE_KEY_RETRIES = { atFirst: 5, thenEvery: 5, hours: 24 } as const;
/**
 * Archived remote keys are fetched when data needs them. There is no data here, and so they are taken to be in use all
 * the time, as the active ones are: they are fetched when the cache ends, and DESTROYED while they can't be.
 */
export const ARCHIVED_REMOTE_KEYS_ARE_FETCHED = true;
/** What becomes of a key that can be fetched again, and was archived before or finds another one active: it can't be active. */
export const RECOVERED_BESIDE_AN_ACTIVE_KEY = 'ARCHIVED';
/** A certificate that is over is refused for new keys; that keys which are there can be opened by it still is assumed. */
export const OVER_CERTIFICATE_OPENS_KEPT_KEYS = true;
/** How long platform events can be replayed: high-volume ones 72 hours; whether this one is of those is not said. */
export const EVENTS_RETAINED_HOURS = 72;
/** Key prefix of RemoteKeyCalloutEvent. Not in any document read. */
export const REMOTE_KEY_CALLOUT_EVENT_KEY_PREFIX = '0h7';
/** CometD: how long a connect waits, in milliseconds, as Salesforce advises it. */
export const COMETD_CONNECT_TIMEOUT = 110_000;

export type AuditedOutcome = 'Created' | 'Changed' | 'Deleted';
interface ComponentAudit {
  readonly section: string;
  /** Action and words by what happened. */
  readonly entries: Readonly<
    Record<AuditedOutcome, readonly [action: string, words: (name: string) => string]>
  >;
}
/** Words after a pattern: nothing that was seen has them. */
const assumedEntry = (action: string, outcome: AuditedOutcome, what: string) =>
  [action, (name: string) => `${outcome} ${what}: ${name}`] as const;
/**
 * SetupAuditTrail. Seen, in lists of real entries (public repositories that read the trail): the entries of Apex classes, of
 * permission sets and external and named credentials that are created and deleted, and of certificates that are created. All
 * others are assumed. A real org also writes an entry for each parameter of a credential, and one for each part of a permission
 * set; the local org doesn't.
 */
export const COMPONENT_AUDIT: Readonly<Record<string, ComponentAudit>> = {
  ApexClass: {
    section: 'Apex Class',
    entries: {
      Created: ['createdApexClass', (name) => `Created ${name} Apex Class code`],
      Changed: ['changedApexClass', (name) => `Changed ${name} Apex Class code`],
      Deleted: ['deletedApexClass', (name) => `Deleted ${name} Apex Class code`],
    },
  },
  PermissionSet: {
    section: 'Manage Users',
    entries: {
      Created: ['PermSetCreateNoLicense', (name) => `Created permission set ${name}: with no license`],
      Changed: assumedEntry('PermSetChange', 'Changed', 'permission set'),
      Deleted: ['PermSetDelete', (name) => `Deleted permission set ${name}`],
    },
  },
  ExternalAuthIdentityProvider: {
    section: 'Named Credentials',
    entries: {
      Created: assumedEntry(
        'externalAuthIdentityProviderInsert',
        'Created',
        'external auth identity provider',
      ),
      Changed: assumedEntry(
        'externalAuthIdentityProviderFieldChange',
        'Changed',
        'external auth identity provider',
      ),
      Deleted: assumedEntry(
        'externalAuthIdentityProviderDelete',
        'Deleted',
        'external auth identity provider',
      ),
    },
  },
  ExternalCredential: {
    section: 'External Credentials',
    entries: {
      Created: ['externalCredentialInsert', (name) => `Created a new external credential: ${name}`],
      Changed: assumedEntry('externalCredentialFieldChange', 'Changed', 'external credential'),
      Deleted: ['externalCredentialDelete', (name) => `Deleted external credential: ${name}`],
    },
  },
  NamedCredential: {
    section: 'Named Credentials',
    entries: {
      Created: ['namedCredentialInsert', (name) => `Created a new named credential: ${name}`],
      Changed: assumedEntry('namedCredentialFieldChange', 'Changed', 'named credential'),
      Deleted: ['namedCredentialDelete', (name) => `Deleted named credential: ${name}`],
    },
  },
  Certificate: {
    section: 'Certificate and Key Management',
    entries: {
      Created: ['insertCertificate', (name) => `Created Certificate ${name}`],
      Changed: assumedEntry('updateCertificate', 'Changed', 'Certificate'),
      Deleted: assumedEntry('deleteCertificate', 'Deleted', 'Certificate'),
    },
  },
  Settings: {
    section: 'Platform Encryption',
    entries: {
      Created: assumedEntry('createdSettings', 'Created', 'settings'),
      Changed: assumedEntry('changedSettings', 'Changed', 'settings'),
      Deleted: assumedEntry('deletedSettings', 'Deleted', 'settings'),
    },
  },
};
/** Assigning was seen in these words, with the user's id of 15 characters; the other way round is formed after it. */
export const ASSIGNMENT_AUDIT = {
  section: 'Manage Users',
  actions: { assigned: 'PermSetAssign', unassigned: 'PermSetUnassign' },
  display: (label: string, outcome: 'assigned' | 'unassigned', user: string, userId: string): string =>
    `Permission set ${label}: ${outcome} ${outcome === 'assigned' ? 'to' : 'from'} user ${user} (UserID: [${userId.slice(0, 15)}])`,
} as const;

/** Apex classes: documented is only that these are refused while jobs are pending, in these words; that an unchanged class is refused too is assumed. */
export const PENDING_JOBS = 'This schedulable class has jobs pending or in progress';
/** Too little covered by tests; seen for jobs that run all tests, taken for those that name theirs too. */
export const coverageTooLow = (percent: number): string =>
  `Your code coverage is ${percent}%. You need at least 75% coverage to complete this deployment.`;
/** System.schedule: seen in public threads, but for the last two. */
export const SCHEDULE_REFUSED = {
  nameTaken: (name: string): string => `The Apex job named "${name}" is already scheduled for execution.`,
  illegalCron: (cron: string): string => `Illegal cron expression format (${cron})`,
  neverFires: (name: string): string =>
    `Based on configured schedule, the given trigger '${name}' will never fire.`,
  tooMany: 'You have exceeded the maximum number (100) of Apex scheduled jobs.',
  noSuchJob: (id: string): string => `Invalid id: ${id}`,
} as const;
/**
 * AsyncApexJob: that a job has a row that stays Queued while its trigger waits is seen; that each run leaves one of
 * its own, Completed or Failed, and that a failed run's message is in ExtendedStatus, is assumed.
 */
export const SCHEDULED_RUN_STATUS = { done: 'Completed', failed: 'Failed' } as const;
/** Whether key work of a scheduled job counts as that of a stepped-up session, where the org asks for one. */
export const SCHEDULED_APEX_HAS_HIGH_ASSURANCE = false;

/** ExternalAuthIdentityProvider: seen in public code (CumulusCI's tests) as the beginning of its ids. */
export const IDENTITY_PROVIDER_KEY_PREFIX = '0so';
/** Its credentials: no document says which values a GET shows. Assumed after the Connect API's Credential: no secret, the id. */
export const SHOWN_IDENTITY_PROVIDER_VALUES: readonly string[] = ['clientId'];
