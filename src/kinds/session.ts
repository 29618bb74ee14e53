import type { Problem, Sources } from '../config/index.ts';
import type { Org } from '../salesforce/index.ts';
import type { Config } from './config.ts';

/** Something that lives as long as a session and is closed with it. */
export interface Closable {
  close(): void | Promise<void>;
}

/** One environment's config and the org that it is for. */
export interface Session {
  readonly config: Config;
  readonly warnings: readonly Problem[];
  readonly org: Org;
  /** The login that reads and stores credentials; `org` where the environment has no other. Signs in when first asked. */
  readonly credentialOrg: () => Promise<Org>;
  /** The same for encryption keys. */
  readonly keyOrg: () => Promise<Org>;
  /** Where references get their values from. */
  readonly sources: Sources;
  /** Ends what is under way, where whoever calls can be interrupted. */
  readonly signal: AbortSignal | undefined;
  /** Opens a connection to another service once, when a kind first needs it; the session closes it. */
  readonly shared: <T extends Closable>(name: string, open: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** A login of the org. */
export type Login = 'org' | 'credentialOrg' | 'keyOrg';

export async function orgFor(session: Pick<Session, Login>, login: Login): Promise<Org> {
  return login === 'org' ? session.org : session[login]();
}
