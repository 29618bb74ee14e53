import type { CipherTrust } from '../ciphertrust/connection.ts';
import type { Org } from '../salesforce/index.ts';

/** Files of one deploy job, by their path in the zip, without `package.xml`. */
export type Files = Readonly<Record<string, string>>;

/** What a fact has to ask with; all of it is the product's own connection. */
export interface Wire {
  readonly org: Org;
  /**
   * Deploys in one job; gives the first problem, or nothing where the org took it. Takes only components whose names begin
   * with KwConf.
   */
  deploy(files: Files): Promise<string | undefined>;
  /** One file as the org returns it; empty where there is none. */
  retrieve(type: string, fullName: string, path: string): Promise<string>;
  /** Only for facts that ask `localCipherTrust`: an error for any other. */
  readonly cipherTrust: CipherTrust;
}

/** What an org must have before a fact can be asked: an edition, a license, a feature or a permission. */
export interface Need {
  /** Why facts are skipped in an org that doesn't have it, as a sentence: `The org has no Shield Platform Encryption.` */
  readonly lack: string;
  /** Asks the org; changes nothing. A user who may not know it doesn't have it. */
  isMet(org: Org): Promise<boolean>;
}

/** A local org that differs from a plain one; as in a seed file. */
export interface LocalOrgKind {
  readonly kind?: 'production';
  readonly namespace?: string;
}

/** Something that keyway or the local org assumes, and how an org shows whether it is so. */
export interface Fact {
  readonly id: string;
  readonly sentence: string;
  /** The title and section of a document, or `assumed`. */
  readonly source: string;
  /** The constants that stand or fall with it: folder of an `uncertain.ts`, and the name in it. */
  readonly constants: readonly string[];
  readonly expected: string;
  /**
   * Who shows it; default `org`, any org. `localOrg`: no real org can, within minutes and without harm. `localCipherTrust`: the
   * local CipherTrust, beside the local org. `nobody`: keyway itself, offline.
   */
  readonly asks?: 'org' | 'localOrg' | 'localCipherTrust' | 'nobody';
  /** How a local org is made that shows it, where a plain one doesn't. */
  readonly localOrg?: LocalOrgKind;
  /** All of them, or the fact is skipped; those that several facts share are in needs.ts. */
  readonly needs?: readonly Need[];
  /**
   * What it leaves in an org until the runner has cleaned up; default `components`, which are named KwConf…. What `keys` makes
   * stays: such a fact is asked with --with-keys only, and never where the org has a key of that type that no fact made.
   */
  readonly changes?: 'nothing' | 'components' | 'keys';
  /** Makes only what has a name that begins with KwConf, and gives what it saw, in the form of `expected`. */
  observe(wire: Wire): Promise<string>;
}
