import { type ConfigDocument, chooseEnvironment, type Environment, type Problem } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import { loadDocument } from '../kinds/config.ts';
import { ownNamesInConfig } from '../kinds/own-namespace.ts';
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

/** What every verb that needs an org takes. */
export interface OrgOptions extends ConfigOptions {
  /** `local`, or an alias or username known to the sf CLI; goes before the environment's. */
  readonly targetOrg?: string | undefined;
}

/** What people are told beside a result. */
export interface Remarks {
  readonly heading: string;
  readonly warnings: readonly Problem[];
}

/**
 * Reads the config, finds out which org is meant, stops where it is another environment's, and logs in.
 * Whoever opens a session closes it: the embedded org ends with it.
 */
async function openSession(
  options: OrgOptions,
  document = loadDocument(options.config ?? defaultConfig),
): Promise<Session> {
  const environment = chooseEnvironment(document.environments, options.environment, document.file);
  // What is wrong in the file is said before an org is asked or started: its values are not known before.
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
      config: ownNamesInConfig(org, config),
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

/** Another login of the same org, for what whoever deploys is not to touch; opened once, when it is first needed. */
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
    // Where it could not be opened there is nothing to close, and whoever asked was told.
    close: async () =>
      opened?.then(
        (other) => other.close(),
        () => undefined,
      ),
  };
}

/** Connections to other services, each opened once when it is first needed. */
function sharedConnections(): Pick<Session, 'shared' | 'close'> {
  const opened = new Map<string, Promise<Closable>>();
  return {
    shared: <T extends Closable>(name: string, open: () => Promise<T>) => {
      const known = opened.get(name) ?? open();
      opened.set(name, known);
      return known as Promise<T>;
    },
    // Where one could not be opened there is nothing to close, and whoever asked was told.
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
      `Environment ${environment?.name} names several orgs: ${several.join(', ')}.`,
      {
        actions: ['This command works on one org: choose it with -o. (plan, deploy and verify work on all.)'],
      },
    );
  }
  // Read only where nothing else names an org: it is a file more to open.
  const unnamed = targetOrg === undefined && environmentTarget === undefined;
  const sfDefault = unnamed ? await readSfDefault() : undefined;
  return resolveTarget({ flag: targetOrg, environmentTarget, env: process.env, sfDefault });
}

/**
 * Opens a session, runs something in it, and closes it whatever happens; what people are told comes with the result.
 * The config is read from its file unless its document is given.
 */
export async function inSession<T>(
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
