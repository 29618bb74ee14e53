import type { Org } from '../salesforce/index.ts';

/** Files of one deploy job, by their path in the zip, without `package.xml`. */
export type Files = Readonly<Record<string, string>>;

/** What a fact has to ask an org with; all of it is the product's own way over the wire. */
export interface Wire {
  readonly org: Org;
  /** Deploys in one job; gives the first problem, or nothing where the org took it. */
  deploy(files: Files): Promise<string | undefined>;
  /** One file as the org returns it; empty where there is none. */
  retrieve(type: string, fullName: string, path: string): Promise<string>;
}

/** Something that keyway or the local org stands on, and how an org shows whether it is so. */
export interface Fact {
  readonly id: string;
  readonly sentence: string;
  /** The title and section of a document, or `assumed`. */
  readonly source: string;
  /** The constants that stand or fall with it: folder of an `uncertain.ts`, and the name in it. */
  readonly constants: readonly string[];
  readonly expected: string;
  /** Makes only components whose names begin with KwConf, and gives what it saw, in the form of `expected`. */
  observe(wire: Wire): Promise<string>;
}
