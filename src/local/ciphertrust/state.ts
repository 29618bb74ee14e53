import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeywayError } from '../../errors/index.ts';
import { replaceFile } from '../../errors/replace-file.ts';
import { fileUnwritable } from '../../errors/write-file.ts';

/** Returns milliseconds since 1970. */
export type Clock = () => number;

interface Resource {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A key of the vault, the source of tenant secrets. */
export interface SourceKey extends Resource {
  readonly name: string;
  readonly tier: string;
  /** 32 bytes, base64. */
  readonly material: string;
}

export interface Organization extends Resource {
  /** 18 characters. */
  readonly sfdcOrgId: string;
  readonly connection: string;
  readonly name: string;
  readonly type: string;
}

export interface Certificate extends Resource {
  /** The organization's resource id. */
  readonly organization: string;
  readonly salesforceId: string;
  readonly developerName: string;
  readonly label: string;
  readonly expirationDate: string | null;
  readonly pem: string;
}

export interface Endpoint extends Resource {
  readonly name: string;
  readonly urlHostname: string;
  readonly username: string;
  readonly password: string;
  readonly organization: string;
}

export interface Issuer extends Resource {
  readonly name: string;
  readonly issuer: string | null;
  readonly jwksUri: string | null;
  readonly openidConfigUrl: string | null;
}

/** A tenant secret in CipherTrust. The TenantSecret columns are from the last read of the org. */
export interface TenantSecret extends Resource {
  readonly organization: string;
  readonly name: string;
  readonly keyType: 'byok' | 'cache_only' | 'native';
  readonly errorMessage: string;
  readonly salesforceId: string;
  readonly type: string;
  readonly version: number;
  readonly status: string;
  readonly source: string;
  /** `PBKDF2` or `NONE`. */
  readonly derivation: string;
  readonly createdById: string;
  /** In Salesforce's format: `2021-07-03T20:32:31.000+0000`. */
  readonly lastModifiedDate: string;
  readonly lastModifiedById: string;
  readonly systemModstamp: string;
  readonly certificate?: string;
  readonly sourceKey?: string;
  /** The value that was sent to the org or exported from it; absent after its backup is deleted. */
  readonly backup?: string;
}

export interface Job extends Resource {
  readonly kind: 'keys' | 'certificates';
  readonly organizations: readonly string[];
  readonly status: 'in_progress' | 'completed' | 'failed' | 'cancelled';
  /** The number of polls for which it stays in progress. */
  readonly left: number;
  readonly error: string;
}

export interface Report extends Resource {
  readonly name: string;
  readonly type: string;
  readonly start: string;
  readonly end: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

interface Collections {
  sourceKeys: SourceKey;
  organizations: Organization;
  certificates: Certificate;
  endpoints: Endpoint;
  issuers: Issuer;
  tenantSecrets: TenantSecret;
  jobs: Job;
  reports: Report;
}
export type CollectionName = keyof Collections;

const names: readonly CollectionName[] = [
  'sourceKeys',
  'organizations',
  'certificates',
  'endpoints',
  'issuers',
  'tenantSecrets',
  'jobs',
  'reports',
];

/** The server's whole state, also saved to a file if it has a folder. */
export interface State {
  all<Name extends CollectionName>(name: Name): readonly Collections[Name][];
  get<Name extends CollectionName>(name: Name, id: string): Collections[Name] | undefined;
  put<Name extends CollectionName>(name: Name, resource: Collections[Name]): void;
  delete(name: CollectionName, id: string): void;
  /** Saves changes after each request. Throws a KeywayError. */
  save(): Promise<void>;
  /** Aborted if a change couldn't be saved. The reason is the KeywayError. Nothing is saved after that. */
  readonly failed: AbortSignal;
}

/** @param stateDir for `state.json`, which contains keys and is readable only by its owner */
export const createState = (stateDir: string | undefined): State => {
  const collections = new Map(names.map((name) => [name, new Map<string, Resource>()]));
  const path = stateDir === undefined ? undefined : join(stateDir, 'state.json');
  if (path !== undefined && existsSync(path)) {
    const stored = readStored(path);
    for (const name of names)
      for (const resource of stored[name] ?? []) collections.get(name)?.set(resource.id, resource);
  }
  const failing = new AbortController();
  let changed = false;
  const of = (name: CollectionName) => collections.get(name) as Map<string, Resource>;
  return {
    all: <Name extends CollectionName>(name: Name) =>
      [...of(name).values()] as unknown as Collections[Name][],
    get: <Name extends CollectionName>(name: Name, id: string) =>
      of(name).get(id) as unknown as Collections[Name] | undefined,
    put: (name, resource) => {
      of(name).set(resource.id, resource);
      changed = true;
    },
    delete: (name, id) => {
      changed = of(name).delete(id) || changed;
    },
    save: async () => {
      failing.signal.throwIfAborted();
      if (path === undefined || !changed) return;
      changed = false;
      const stored = Object.fromEntries(names.map((name) => [name, [...of(name).values()]]));
      try {
        replaceFile(path, JSON.stringify(stored), 0o600);
      } catch (cause) {
        failing.abort(unwritable(path, cause));
        throw failing.signal.reason;
      }
    },
    failed: failing.signal,
  };
};

const readStored = (path: string): Record<string, Resource[]> => {
  const unreadable = (why: string, cause?: unknown) =>
    new KeywayError(
      'LocalCipherTrustStateUnreadable',
      `The local CipherTrust's state in ${path} can't be read: ${why}.`,
      { actions: [`Delete ${path}: the next start begins anew, with other keys.`], cause },
    );
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw unreadable(error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message, error);
  }
  const isResource = (value: unknown) =>
    typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
  const isStored =
    typeof stored === 'object' &&
    stored !== null &&
    !Array.isArray(stored) &&
    Object.values(stored).every((list) => Array.isArray(list) && list.every(isResource));
  if (!isStored) throw unreadable('it is not the state of a local CipherTrust');
  return stored as Record<string, Resource[]>;
};

/** The error for an unwritable file of the folder. */
export const unwritable = (path: string, cause: unknown): KeywayError =>
  fileUnwritable(path, cause, [
    'Free space on the disk, or make the folder writable, then start it again.',
    'The local CipherTrust still has what it had before; the last change is not kept.',
  ]);

/** Creates a folder that only its owner can enter. */
export const makePrivateFolder = (path: string): void => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
};
