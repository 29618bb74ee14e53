/* Assumptions about CCKM that no document that we have read settles. Each value is parsed tolerantly if possible. */

/**
 * The id by which an upload names the organization. The documents' example of keys/upload uses Salesforce's own
 * (`00D…`), that of upload-cache-only-key CipherTrust's. keyway follows each example unless the user gives an id.
 */
export const ORGANIZATION_ID_OF = { upload: 'salesforce', cacheOnly: 'resource' } as const;

/** Possible names of the identifier of a cache-only key that Salesforce requests; default: the key's own id. */
export const IDENTIFIER_FIELDS = ['remote_key_identifier', 'RemoteKeyIdentifier'] as const;

/** Possible fields with the developer name of a certificate; `name` is the label. */
export const DEVELOPER_NAME_FIELDS = ['developer_name', 'DeveloperName', 'unique_name'] as const;

/**
 * Final statuses of a synchronization job; any other means that it continues. Documented: in_progress, completed,
 * failed.
 */
export const JOB_ENDS: readonly string[] = ['completed', 'failed', 'cancelled', 'canceled', 'cancel'];
