import type { Environment, Sources } from '../config/index.ts';
import type { Org } from '../salesforce/index.ts';

/** The config file after its components were pulled. */
export interface FileTarget {
  readonly text: string;
  readonly file: string;
  readonly environment: Environment | undefined;
  /** Whether new entries go into the environment instead of the base. */
  readonly intoEnvironment: boolean;
  readonly sources: Sources;
  readonly apiVersion: string;
}

/** The same file with the entries that aren't components. */
export interface PulledFile {
  readonly text: string;
  /** Names of the new entries. */
  readonly added: readonly string[];
  readonly notes: readonly string[];
}

/** A kind that isn't metadata but that a pull adds to the file. */
export interface FilePull {
  /** Its name in a pull's result. */
  readonly type: 'Key';
  readonly pull: (target: FileTarget, orgs: { readonly keyOrg: () => Promise<Org> }) => Promise<PulledFile>;
}
