import { type ConfigDocument, chooseEnvironment, type Environment, type Problem } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import { loadDocument } from '../kinds/config.ts';
import { removeOwnPrefixInConfig } from '../kinds/own-namespace.ts';
import type { Closable, Session } from '../kinds/session.ts';
import {
  type ConnectOptions,
  connect,
  type Org,
  type OrgTarget,
  readSfDefault,
  resolveTarget,
} from '../salesforce/index.ts';
import { guardOrg, guardSameOrg, guardTarget, type OtherLogin } from './guard.ts';
import { type ConfigOptions, defaultConfig, localPlaceholders, localStateDir, readOne } from './read-one.ts';
import { headingOf } from './summary.ts';

/** Options of every operation that needs an org. */
export interface OrgOptions extends ConfigOptions {
  /** `local`, or an alias or username that the sf CLI knows; overrides the environment's. */
  readonly targetOrg?: string | undefined;
}

/** What people are told in addition to a result. */
export interface Remarks {
  readonly heading: string;
  readonly warnings: readonly Problem[];
}

/**
 * Reads the config, determines the target org, refuses an org of another environment, and signs in. The caller must
 * close the session; this also stops the embedded org.
 */
async function openSession(
  options: OrgOptions,
  document = loadDocument(options.config ?? defaultConfig),
): Promise<Session> {
  const environment = chooseEnvironment(document.environments, options.environment, document.file);
  // Report config errors before an org is asked or started. The org's values aren't known yet.
  const checked = readOne(document, environment, options, localPlaceholders);
  const target = await chooseTarget(environment, options);
  guardTarget(target, environment, document.environments);
  const { signal } = options;
  const { apiVersion } = checked.config;
  const connectOptions = { apiVersion, stateDir: localStateDir(document.file), signal };
  const org = await connect(target, connectOptions);
  const credentials = otherLogin(org, environment, 'credentialOrg', connectOptions);
  const keys = otherLogin(org, environment, 'keyOrg', connectOptions);
  try {
    guardOrg(org, environment, document.environments);
    const { config, sources, warnings } = readOne(document, environment, options, org.keyService);
    const others = sharedConnections();
    const close = async () => {
      await others.close();
      await credentials.close();
      await keys.close();
      await org.close();
    };
    const logins = { credentialOrg: credentials.open, keyOrg: keys.open };
    return {
      config: removeOwnPrefixInConfig(org, config),
      sources,
      warnings,
      org,
      ...logins,
      signal,
      shared: others.shared,
      close,
    };
  } catch (error) {
    await org.close();
    throw error;
  }
}

/** A second sign-in to the same org, for access that the deploying user must not have. Opened once, on first use. */
function otherLogin(
  org: Org,
  environment: Environment | undefined,
  setting: OtherLogin,
  options: ConnectOptions,
): { readonly open: () => Promise<Org>; readonly close: () => Promise<void> } {
  const name = environment?.[setting];
  if (name === undefined) return { open: async () => org, close: async () => {} };
  let opened: Promise<Org> | undefined;
  const open = async () => {
    const other = await connect({ kind: 'alias', name, from: 'environment' }, options);
    try {
      guardSameOrg(org, other, { environment, setting });
      return other;
    } catch (error) {
      await other.close();
      throw error;
    }
  };
  return {
    open: () => {
      opened ??= open();
      return opened;
    },
    // If it couldn't be opened, there is nothing to close and the caller already has the error.
    close: async () =>
      opened?.then(
        (other) => other.close(),
        () => undefined,
      ),
  };
}

/** Connections to other services, each opened once on first use. */
function sharedConnections(): Pick<Session, 'shared' | 'close'> {
  const opened = new Map<string, Promise<Closable>>();
  return {
    shared: <T extends Closable>(name: string, open: () => Promise<T>) => {
      const known = opened.get(name) ?? open();
      opened.set(name, known);
      return known as Promise<T>;
    },
    // If one couldn't be opened, there is nothing to close and the caller already has the error.
    close: async () => {
      for (const connection of opened.values())
        await connection.then(
          (one) => one.close(),
          () => undefined,
        );
    },
  };
}

async function chooseTarget(
  environment: Environment | undefined,
  { targetOrg }: OrgOptions,
): Promise<OrgTarget> {
  const several = environment?.targetOrgs ?? [];
  const environmentTarget = environment?.targetOrg ?? several[0];
  if (targetOrg === undefined && several.length > 1) {
    throw new KeywayError(
      'SeveralOrgs',
      `Environment ${environment?.name} has several orgs: ${several.join(', ')}.`,
      {
        actions: ['This command works on one org: choose it with -o. (plan, deploy and verify work on all.)'],
      },
    );
  }
  // Read the default only if nothing else names an org, because it costs another file access.
  const unnamed = targetOrg === undefined && environmentTarget === undefined;
  const sfDefault = unnamed ? await readSfDefault() : undefined;
  return resolveTarget({ flag: targetOrg, environmentTarget, env: process.env, sfDefault });
}

/**
 * Opens a session, runs a function in it, and always closes it. Adds the remarks for people to the result. Reads
 * the config file unless its document is given.
 */
export async function withSession<T>(
  options: OrgOptions,
  run: (session: Session) => Promise<T>,
  document?: ConfigDocument,
): Promise<T & Remarks> {
  const session = await openSession(options, document);
  try {
    return { ...(await run(session)), heading: headingOf(session), warnings: session.warnings };
  } finally {
    await session.close();
  }
}
