import { projectApiVersion } from '../../config/index.ts';
import { defaultConfig, localStateDir } from '../../engine/read-one.ts';
import { type OrgOptions, withSession } from '../../engine/session.ts';
import { connect, type Org, resolveTarget } from '../../salesforce/index.ts';
import type { CipherTrustSession } from './cipher-trust-session.ts';

/** Used if there is no config. */
const API_VERSION = '66.0';

/**
 * Runs an operation with the named Salesforce org: by `-o`, by an access token in the environment, or by the
 * config's environment. CipherTrust itself needs no org, so the org is undefined if none is named.
 */
export async function withGivenOrg<T>(
  options: OrgOptions,
  { configured, environment }: Pick<CipherTrustSession, 'configured' | 'environment'>,
  run: (org: Org | undefined) => Promise<T>,
): Promise<T> {
  const { env } = process;
  const byToken = Boolean(env.SF_ACCESS_TOKEN && env.SF_ORG_INSTANCE_URL);
  const target = options.targetOrg ?? environment?.targetOrg ?? env.SF_TARGET_ORG;
  if (target === undefined && !byToken) return run(undefined);
  if (configured) {
    let result: T | undefined;
    await withSession(options, async (session) => {
      result = await run(await session.keyOrg());
      return {};
    });
    return result as T;
  }
  const file = options.config ?? defaultConfig;
  const apiVersion = options.apiVersion ?? projectApiVersion(file) ?? API_VERSION;
  const chosen = resolveTarget({ flag: options.targetOrg, env });
  const org = await connect(chosen, { apiVersion, stateDir: localStateDir(file) });
  try {
    return await run(org);
  } finally {
    await org.close();
  }
}
