import type { Problem, Sources } from '../config/index.ts';
import type { Org } from '../salesforce/index.ts';
import type { Config } from './config.ts';

/** Something that is closed together with the session. */
export interface Closable {
  close(): void | Promise<void>;
}

/** One environment's config and its org. */
export interface Session {
  readonly config: Config;
  readonly warnings: readonly Problem[];
  readonly org: Org;
  /**
   * The sign-in that reads and stores credentials, opened on first use; `org` if the environment has no separate
   * one.
   */
  readonly credentialOrg: () => Promise<Org>;
  /** The same for encryption keys. */
  readonly keyOrg: () => Promise<Org>;
  /** Where references get their values. */
  readonly sources: Sources;
  /** Aborts running requests if the caller can be interrupted. */
  readonly signal: AbortSignal | undefined;
  /** Opens a connection to another service once, on first use. The session closes it. */
  readonly shared: <T extends Closable>(name: string, open: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** The sign-ins of a session. */
export type Login = 'org' | 'credentialOrg' | 'keyOrg';

export async function orgFor(session: Pick<Session, Login>, login: Login): Promise<Org> {
  return login === 'org' ? session.org : session[login]();
}
