import type { CipherTrust } from '../ciphertrust/connection.ts';
import type { Org } from '../salesforce/index.ts';

/** Files of one deploy job by their path in the zip, without `package.xml`. */
export type Files = Readonly<Record<string, string>>;

/** What a fact can ask with: the product's own connections. */
export interface Wire {
  readonly org: Org;
  /**
   * Deploys in one job. Returns the first problem, or undefined if the org accepted it. Accepts only components
   * whose names begin with KwConf.
   */
  deploy(files: Files): Promise<string | undefined>;
  /** Retrieves one file; empty if it doesn't exist. */
  retrieve(type: string, fullName: string, path: string): Promise<string>;
  /** Only for facts with `localCipherTrust`; throws for any other. */
  readonly cipherTrust: CipherTrust;
}

/** What an org must have before a fact can be asked: an edition, a license, a feature or a permission. */
export interface Need {
  /** Why facts are skipped in an org without it, as a sentence: `The org has no Shield Platform Encryption.` */
  readonly lack: string;
  /** Asks the org without changing anything. If the user may not see it, the org counts as not having it. */
  isMet(org: Org): Promise<boolean>;
}

/** A local org that differs from the default one, as in a seed file. */
export interface LocalOrgKind {
  readonly kind?: 'production';
  readonly namespace?: string;
}

/** Something that keyway or the local org assumes, and how an org shows whether it is true. */
export interface Fact {
  readonly id: string;
  readonly sentence: string;
  /** The title and section of a document, or `assumed`. */
  readonly source: string;
  /** The constants that depend on it: the folder of an `uncertain.ts`, and the name in it. */
  readonly constants: readonly string[];
  readonly expected: string;
  /**
   * Who is asked; default `org`, any org. `localOrg`: no real org can show it, within minutes and without harm.
   * `localCipherTrust`: the local CipherTrust, beside the local org. `nobody`: keyway itself, offline.
   */
  readonly asks?: 'org' | 'localOrg' | 'localCipherTrust' | 'nobody';
  /** The local org that can show it, if the default one can't. */
  readonly localOrg?: LocalOrgKind;
  /** The fact is skipped unless all are met. needs.ts has those that several facts share. */
  readonly needs?: readonly Need[];
  /**
   * What it leaves in an org until the cleanup; default `components`, which are named KwConf…. What `keys` creates
   * stays permanently, so such a fact is only asked with --with-keys, and never if the org has a key of that type
   * that no fact created.
   */
  readonly changes?: 'nothing' | 'components' | 'keys';
  /** Creates only things whose names begin with KwConf, and returns what it saw in the form of `expected`. */
  observe(wire: Wire): Promise<string>;
}
