/*
 * What no document that was read says of CCKM, and what is assumed instead. Each is read tolerantly where it can be.
 */

/**
 * Which id an upload names the organization by. The documents' example of keys/upload gives Salesforce's own
 * (`00D…`), that of upload-cache-only-key CipherTrust's: each is followed, unless the user writes either.
 */
export const ORGANIZATION_ID_OF = { upload: 'salesforce', cacheOnly: 'resource' } as const;

/** How a cache-only key names the identifier that Salesforce asks for; without it, the key's own id. */
export const IDENTIFIER_FIELDS = ['remote_key_identifier', 'RemoteKeyIdentifier'] as const;

/** Where the developer name of a certificate stands; the label comes as `name`. */
export const DEVELOPER_NAME_FIELDS = ['developer_name', 'DeveloperName', 'unique_name'] as const;

/** The ends of a synchronization job; any other status is one that goes on. Documented: in_progress, completed, failed. */
export const JOB_ENDS: readonly string[] = ['completed', 'failed', 'cancelled', 'canceled', 'cancel'];
