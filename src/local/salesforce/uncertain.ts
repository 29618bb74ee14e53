/**
 * Assumptions of the local org that no source confirms: inferred from related facts, not seen in an org. All code
 * takes them from here, so that a correction touches one place.
 */

/**
 * Key prefix of ExternalCredential rows. It appears in an answer of Connect REST in Salesforce's own Postman
 * collection ("Get External Credentials by Developer Name").
 */
export const EXTERNAL_CREDENTIAL_KEY_PREFIX = '0pt';

/**
 * readMetadata and the other CRUD-based calls accept at most ten names (documented in the Metadata API Developer
 * Guide for create, update and delete).
 */
export const READ_METADATA_MAX_NAMES = 10;
export const READ_METADATA_TOO_MANY =
  'record limit reached. cannot submit more than 10 records in this operation';

/** The start of a deploy's error message if a file couldn't be parsed. */
export const PARSE_ERROR_PREFIX = 'Error parsing file: ';

/**
 * Retrieved files have `DefaultGroup`; the Metadata API guide names "DEFAULT_GROUP" as the default. We follow the
 * files.
 */
export const DEFAULT_PARAMETER_GROUP = 'DefaultGroup';

/**
 * "Reserved for internal use" (Metadata API Developer Guide, ExternalCredentialParameter). Files that orgs returned
 * contain such parameters. A deploy may contain them, and one that leaves them out doesn't delete them.
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

/**
 * Required parameters of each protocol and variant. Two of the messages are known; the rest follows from the
 * documentation's tables.
 */
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

/** Names of AuthParameters that AWS signatures need. */
export const REQUIRED_AWS_PARAMETERS = ['AwsRegion', 'AwsService'] as const;

/**
 * The refusal of a permission set's reference to a missing principal, modelled on the known "no AuthProvider named
 * X found".
 */
export const missingReference = (field: string, type: string, name: string): string =>
  `In field: ${field} - no ${type} named ${name} found`;

/** The name of the principal's type in that message. */
export const PRINCIPAL_REFERENCE_TYPE = 'ExternalCredentialParameter';

/**
 * Fields in which an org with its own namespace adds the prefix to its own components: `acme__Kms`, `acme__Kms-P`.
 * Files of namespaced projects have it there. We haven't seen whether other fields have it, or how such an org
 * names the components themselves.
 */
export const REFERENCES_WITH_NAMESPACE: readonly string[] = [
  'externalCredential',
  'externalCredentialPrincipal',
];

/**
 * Values of an auth provider whose file doesn't set them. Retrieved files contain these; we assume that a new
 * provider gets them too.
 */
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

/** Secrets that an auth provider keeps if a deploy leaves them out. */
export const AUTH_PROVIDER_SECRETS_STAY = ['consumerSecret', 'ecKey'] as const;

/** Fields for which retrieved files show that a value exists. */
export const SECRET_PLACEHOLDERS: Readonly<Record<string, string>> = { consumerSecret: 'Placeholder_Value' };

/** The refusal to delete a component that another one refers to. */
export const stillReferenced = (type: string, name: string, by: string): string =>
  `This ${type} is referenced elsewhere in Salesforce. Remove the usage and try again. : ${by} (${name})`;

/** The refusal to delete an assigned permission set. */
export const permissionSetAssigned = (name: string): string =>
  `Cannot complete this operation. You can't delete permission set ${name} because it's assigned to users.`;

/** A principal that a deploy leaves out is deleted with its grants. Permission sets then no longer contain it. */
export const REMOVED_PRINCIPAL_TAKES_ITS_GRANTS = true;

/** Grants that aren't enabled aren't stored. */
export const DISABLED_ACCESS_IS_DROPPED = true;

/**
 * Deploys to production must roll back on error (Metadata API Developer Guide, deploy()). The refusal of a request
 * without it is unknown.
 */
export const ROLLBACK_REQUIRED_IN_PRODUCTION =
  'rollbackOnError must be true for a deployment to a production org';

/** NoTestRun isn't allowed in production. */
export const NO_TEST_RUN_IN_PRODUCTION = 'testLevel of NoTestRun cannot be used in production organizations';

/** The permissions for each area of the API (some documented, some not). */
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
 * User permissions that the Automated Process user's license allows. It is known that it lacks others, but not
 * which. The code and the message of a refusal are from public repositories, for other licenses.
 */
export const AUTOPROC_LICENSE_PERMISSIONS: readonly string[] = ['ApiEnabled'];
export const LICENSE_REFUSAL_CODE = 'FIELD_INTEGRITY_EXCEPTION';
export const licenseRefusal = (permissionSet: string, permission: string): string =>
  `Can't assign permission set ${permissionSet} to user Automated Process. The user license doesn't allow the permission: ${permission}`;

/** Canceling a deploy that has ended. */
export const JOB_IS_DONE = {
  errorCode: 'INVALID_ID_FIELD',
  message: 'Deployment already completed',
} as const;

/** Using the Metadata API without the permission. */
export const METADATA_ACCESS_REFUSED =
  'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions';

/**
 * How long a validated job can be quick-deployed, if it ran tests. We assume that a test level without any test
 * counts.
 */
export const QUICK_DEPLOY_DAYS = 10;

/** Connect REST: the code for an unknown enumeration value, seen for `PerUser`; its message is unknown. */
export const ENUM_REFUSED_CODE = 'POST_BODY_PARSE_ERROR';
/** Connect REST: the message "Unrecognized field" was seen; the code is that of the rest of the REST API. */
export const UNRECOGNIZED_FIELD_CODE = 'JSON_PARSER_ERROR';
export const unrecognizedField = (name: string): string => `Unrecognized field "${name}"`;
/** Connect REST: the code for a refusal of a request's content. */
export const CONNECT_REFUSED_CODE = 'INVALID_INPUT';
/** Connect REST: the code for creating something that exists. */
export const CONNECT_DUPLICATE_CODE = 'DUPLICATE_VALUE';

/** The status of a principal whose protocol and variant need no stored value, such as OAuth's JWT bearer flow. */
export const NOTHING_NEEDED_STATUS = 'Configured';
/**
 * A Custom credential is Unknown whether or not a value is stored, because the org can't know what it needs. Seen,
 * as below.
 */
export const CUSTOM_STATUS = 'Unknown';
/** With NoAuthentication a principal is Configured. Seen in Salesforce's own Postman collection, "Get Credential". */
export const NO_AUTHENTICATION_STATUS = 'Configured';
/**
 * A Custom credential may be created without any value. Seen in Salesforce's own Postman collection, "Create
 * Credential".
 */
export const CUSTOM_MAY_BE_EMPTY = true;
/** The status of an external credential: Configured when all its principals are. */
export const WHOLE_STATUS_NEEDS_ALL_PRINCIPALS = true;

/** The default of `encrypted` for a Custom value. */
export const ENCRYPTED_BY_DEFAULT = true;
/**
 * For other protocols, the name decides whether a value is encrypted ("encryption rules"), whatever the request
 * says.
 */
export const PROTOCOL_DECIDES_ENCRYPTION = true;
/**
 * The maximum length of a credential value, in characters. Every such field has a limit; this one's isn't
 * documented.
 */
export const MAX_CREDENTIAL_VALUE = 8192;
/** Each value counts the writes that changed it. A revision in a request must be the current one. */
export const REVISION_MUST_MATCH = true;

/**
 * The Connect API's own sample of AwsSv4_STS has no principal of type AwsStsPrincipal, but credentials are stored
 * for that type. So the variant implies it, and lists show it only if it was written.
 */
export const STS_PRINCIPAL_IS_IMPLIED = true;

/** An unknown `id` of a parameter or principal in a request is ignored; the sample body has one. */
export const UNKNOWN_PARAMETER_IDS_ARE_IGNORED = true;

/** Composite: its limits are documented, but not the code and message of a refusal. */
export const COMPOSITE_REFUSED_CODE = 'INVALID_INPUT';

/** Deploying a component without the permission for its type. */
export const COMPONENT_ACCESS_REFUSED =
  'INSUFFICIENT_ACCESS: insufficient access rights on cross-reference id';

/**
 * Every user who makes an authenticated callout needs Read on UserExternalCredential. The guide to cache-only keys
 * doesn't grant it to the Automated Process user, and its recipe works.
 */
export const AUTOPROC_NEEDS_USER_EXTERNAL_CREDENTIAL = false;
/** We assume that NoAuthentication doesn't count as an "authenticated callout". */
export const NO_AUTHENTICATION_NEEDS_USER_EXTERNAL_CREDENTIAL = false;

/** "Allow Formulas in HTTP Header" is about headers from Apex. Custom headers are always formulas. */
export const CUSTOM_HEADERS_ARE_ALWAYS_FORMULAS = true;
/**
 * The order of headers with the same name: Apex, the named credential, the external credential, the authorization.
 * The last one counts.
 */
export const LAST_HEADER_COUNTS = true;

/** The User-Agent of a callout. */
export const CALLOUT_USER_AGENT = 'SFDC-Callout/66.0';

/** Tenant secrets: no document that we have read contains the codes and messages of most refusals. */
export const TENANT_SECRET_REFUSED_CODE = 'FIELD_INTEGRITY_EXCEPTION';
/** Tenant secrets: whether the first one of a type starts the waiting time isn't documented. */
export const FIRST_SECRET_STARTS_THE_WAIT = true;
/** Tenant secrets: CipherTrust says that only an ARCHIVED one can be destroyed. Salesforce's own pages don't say. */
export const ACTIVE_SECRET_CAN_BE_DESTROYED = false;
/**
 * What Salesforce exports of a secret that it generated: an opaque value of this many bytes. An uploaded one is
 * exported as uploaded.
 */
export const EXPORTED_SECRET_BYTES = 256;
/** A DESTROYED remote key can be made ACTIVE, as documented. Whether an ARCHIVED one can isn't documented. */
export const ARCHIVED_REMOTE_KEY_CAN_BE_ACTIVATED = false;
/** Cache-only keys are used directly. What KeyDerivationMode shows for them isn't documented. */
export const REMOTE_KEY_DERIVATION = 'NONE';
/** Key work in a session without high assurance (the message is unknown). */
export const STEP_UP_REFUSED_CODE = 'INSUFFICIENT_ACCESS';

/**
 * A self-signed certificate of 4096 bits is valid for two years. One year for 2048 bits is from Salesforce Help's
 * pages on certificates, not tested.
 */
export const SELF_SIGNED_YEARS = { 2048: 1, 4096: 2 } as const;
/** Settings that a deploy leaves out keep their values. */
export const OMITTED_SETTINGS_STAY = true;
/** readMetadata names settings by their WSDL type. We assume that it accepts `Settings` too. */
export const SETTINGS_READ_AS = { EncryptionKeySettings: 'Settings' } as const;
/** The dependency between cache-only keys and replay detection is documented, but not the refusal's message. */
export const REPLAY_DETECTION_NEEDS_CACHE_ONLY_KEYS =
  'Enable cache-only keys before you enable replay detection for cache-only keys.';

/** Certificates for customer-supplied keys have 4096 bits. We assume that an upload for a shorter one is refused. */
export const KEY_CERTIFICATE_SIZE = 4096;

/**
 * StatusCodes of RemoteKeyCalloutEvent that no text confirms, because the table's names were cut off (Platform
 * Events Developer Guide, RemoteKeyCalloutEvent).
 */
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
/**
 * How long the org waits for a key service, in milliseconds. CipherTrust's pages require an answer within three
 * seconds.
 */
export const REMOTE_KEY_TIMEOUT = 5000;
/** How long a cache-only key is cached: "up to 72 hours" (some operations about 24); here exactly that. */
export const REMOTE_KEY_CACHE_HOURS = 72;
/**
 * When a key that can't be fetched is retried: each minute five times, "then every 5 min for 24 h", counted from
 * the first failure.
 */
export const REMOTE_KEY_RETRIES = { atFirst: 5, thenEvery: 5, hours: 24 } as const;
/**
 * Archived remote keys are fetched when data needs them. There is no data here, so they count as always in use,
 * like active ones: they are fetched when the cache time ends, and DESTROYED while they can't be.
 */
export const ARCHIVED_REMOTE_KEYS_ARE_FETCHED = true;
/** The status of a key that can be fetched again but was archived before, or finds another active key. */
export const RECOVERED_BESIDE_AN_ACTIVE_KEY = 'ARCHIVED';
/** An expired certificate is refused for new keys. We assume that it can still open existing keys. */
export const OVER_CERTIFICATE_OPENS_KEPT_KEYS = true;
/**
 * How long platform events can be replayed: 72 hours for high-volume ones. Whether this one is high-volume isn't
 * documented.
 */
export const EVENTS_RETAINED_HOURS = 72;
/** Key prefix of RemoteKeyCalloutEvent. No document that we have read contains it. */
export const REMOTE_KEY_CALLOUT_EVENT_KEY_PREFIX = '0h7';
/** CometD: how long a connect waits, in milliseconds, as Salesforce advises. */
export const COMETD_CONNECT_TIMEOUT = 110_000;

export type AuditedOutcome = 'Created' | 'Changed' | 'Deleted';
interface ComponentAudit {
  readonly section: string;
  /** Action and words by what happened. */
  readonly entries: Readonly<
    Record<AuditedOutcome, readonly [action: string, words: (name: string) => string]>
  >;
}
/** Text modelled on other entries, but not seen. */
const assumedEntry = (action: string, outcome: AuditedOutcome, what: string) =>
  [action, (name: string) => `${outcome} ${what}: ${name}`] as const;
/**
 * SetupAuditTrail. Seen in lists of real entries (public repositories that read the trail): entries for Apex
 * classes, for created and deleted permission sets and external and named credentials, and for created
 * certificates. All others are assumed. A real org also writes an entry for each parameter of a credential and each
 * part of a permission set; the local org doesn't.
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
/** The assignment's text was seen, with the user's id of 15 characters; the unassignment's is modelled on it. */
export const ASSIGNMENT_AUDIT = {
  section: 'Manage Users',
  actions: { assigned: 'PermSetAssign', unassigned: 'PermSetUnassign' },
  display: (label: string, outcome: 'assigned' | 'unassigned', user: string, userId: string): string =>
    `Permission set ${label}: ${outcome} ${outcome === 'assigned' ? 'to' : 'from'} user ${user} (UserID: [${userId.slice(0, 15)}])`,
} as const;

/**
 * Apex classes: it is documented that these are refused while jobs are pending, with this message. We assume that
 * an unchanged class is refused too.
 */
export const PENDING_JOBS = 'This schedulable class has jobs pending or in progress';
/** Too little test coverage. Seen for jobs that run all tests; assumed for those that name theirs. */
export const coverageTooLow = (percent: number): string =>
  `Your code coverage is ${percent}%. You need at least 75% coverage to complete this deployment.`;
/** System.schedule: seen in public threads, except the last two. */
export const SCHEDULE_REFUSED = {
  nameTaken: (name: string): string => `The Apex job named "${name}" is already scheduled for execution.`,
  illegalCron: (cron: string): string => `Illegal cron expression format (${cron})`,
  neverFires: (name: string): string =>
    `Based on configured schedule, the given trigger '${name}' will never fire.`,
  tooMany: 'You have exceeded the maximum number (100) of Apex scheduled jobs.',
  noSuchJob: (id: string): string => `Invalid id: ${id}`,
} as const;
/**
 * AsyncApexJob: it was seen that a job has a row that stays Queued while its trigger waits. We assume that each run
 * leaves its own row, Completed or Failed, and that a failed run's message is in ExtendedStatus.
 */
export const SCHEDULED_RUN_STATUS = { done: 'Completed', failed: 'Failed' } as const;
/** Whether key work of a scheduled job counts as high assurance if the org requires it. */
export const SCHEDULED_APEX_HAS_HIGH_ASSURANCE = false;

/** ExternalAuthIdentityProvider: the prefix of its ids in public code (CumulusCI's tests). */
export const IDENTITY_PROVIDER_KEY_PREFIX = '0so';
/**
 * Its credentials: no document says which values a GET shows. We assume the same as for the Connect API's
 * Credential: the id, but no secret.
 */
export const SHOWN_IDENTITY_PROVIDER_VALUES: readonly string[] = ['clientId'];
