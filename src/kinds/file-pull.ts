import type { Environment, Sources } from '../config/index.ts';
import type { Org } from '../salesforce/index.ts';

/** A file as a pull of components left it. */
export interface FileTarget {
  readonly text: string;
  readonly file: string;
  readonly environment: Environment | undefined;
  /** What is new goes into the environment, not into the base. */
  readonly intoEnvironment: boolean;
  readonly sources: Sources;
  readonly apiVersion: string;
}

/** The same file with what an org has beside its components. */
export interface PulledFile {
  readonly text: string;
  /** Names in the file. */
  readonly added: readonly string[];
  readonly notes: readonly string[];
}

/** A kind that is no metadata, and that a pull adds to the file. */
export interface FilePull {
  /** What a pull's result calls it. */
  readonly type: 'Key';
  readonly pull: (target: FileTarget, orgs: { readonly keyOrg: () => Promise<Org> }) => Promise<PulledFile>;
}
