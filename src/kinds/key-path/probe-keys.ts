import type { KeyObject } from 'node:crypto';
import { endpointAddress } from '../../ciphertrust/endpoints.ts';
import { ConfigError, type Sources } from '../../config/index.ts';
import { resolveWithCommands } from '../../config/references.ts';
import type { ProbeResult } from '../../keys/probe/types.ts';
import type { Config } from '../config.ts';
import { resolveSecrets, type SecretValues } from '../credential/resolve-secrets.ts';
import { type FindComponent, findChain } from './chain.ts';
import { fetchingPrincipal, grantedToAutoproc } from './principal.ts';
import { probeTargetOf } from './probe-target.ts';

/** A key to request as Salesforce requests it. */
export interface KeyToProbe {
  /** Its name in messages. */
  readonly name: string;
  readonly namedCredential: string;
  readonly identifier: string;
  /** The status of its tenant secret, if the org has one. */
  readonly status?: string;
}

export interface ProbedKey extends KeyToProbe {
  readonly result: ProbeResult;
}

export interface ProbeContext {
  /** The source of autoproc's principals and of secret references. */
  readonly config: Config;
  readonly sources: Sources;
  /** Where the chain is looked up: in the config, in the org, or in the state after a plan. */
  readonly find: FindComponent;
  /** Whether the org expects its requestId in the answer. */
  readonly replayDetection: boolean;
  /** Values that replace those of the config's references, by principal (`AcmeKms-KeyService`). */
  readonly values?: ReadonlyMap<string, SecretValues> | undefined;
  /** Fail if a secret has no value here; otherwise skip its keys. */
  readonly requireSecrets?: boolean | undefined;
  /** PEM of the authority to trust for CipherTrust endpoints, instead of those that Salesforce trusts. */
  readonly localAuthority?: string | undefined;
  /** The private key of the certificate that keys are wrapped for. With it, the answers are decrypted. */
  readonly privateKey?: KeyObject | undefined;
}

/**
 * Requests each key from the key service as Salesforce would, as the principal that the Automated Process user is
 * granted.
 *
 * @throws ConfigError with `requireSecrets`, for each secret that has no value here
 */
export async function probeKeys(
  keys: readonly KeyToProbe[],
  { config, sources, find, ...context }: ProbeContext,
): Promise<readonly ProbedKey[]> {
  const granted = grantedToAutoproc(config);
  const found = keys.map((key) => {
    const chain = findChain(key.namedCredential, find);
    const { externalCredential } = chain ?? {};
    return { key, chain, principal: externalCredential && fetchingPrincipal(externalCredential, granted) };
  });
  const principals = found.flatMap(({ chain, principal }) =>
    principal === undefined ? [] : `${chain?.externalCredentialName}-${principal}`,
  );
  const secrets = await resolveWithCommands(sources, () =>
    resolveSecrets(config, sources, ({ kind, name }) =>
      kind === 'credential'
        ? principals.includes(name) && !context.values?.has(name)
        : keys.some(({ namedCredential }) => namedCredential === name),
    ),
  );
  if (context.requireSecrets && secrets.problems.length > 0) throw new ConfigError(secrets.problems);
  const credentials = new Map([...secrets.credentials, ...(context.values ?? [])]);
  const { probeKey } = await import('../../keys/probe/probe.ts');
  return Promise.all(
    found.map(async ({ key, chain, principal }): Promise<ProbedKey> => {
      if (!chain) return { ...key, result: notFound(key) };
      const { identifier } = key;
      const { replayDetection, privateKey } = context;
      const target = probeTargetOf(chain, {
        identifier,
        replayDetection,
        principal,
        secrets: { credentials, legacy: secrets.legacy },
      });
      const ca = endpointAddress(target.url) ? context.localAuthority : undefined;
      return { ...key, result: await probeKey({ ...target, privateKey, ca }) };
    }),
  );
}

function notFound({ identifier, namedCredential }: KeyToProbe): ProbeResult {
  const message = `neither the file nor the org has a visible named credential ${namedCredential}`;
  return {
    identifier,
    url: '',
    outcome: 'cannot-authenticate',
    checks: [{ check: 'request', ok: null, message }],
    elapsedMs: 0,
  };
}
