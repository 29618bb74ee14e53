import type { KeyObject } from 'node:crypto';
import { endpointAddress } from '../../ciphertrust/endpoints.ts';
import { ConfigError, type Sources } from '../../config/index.ts';
import { settled } from '../../config/references.ts';
import type { ProbeResult } from '../../keys/probe/types.ts';
import type { Config } from '../config.ts';
import { resolveSecrets, type SecretValues } from '../credential/resolve-secrets.ts';
import { type FindComponent, findChain } from './chain.ts';
import { fetchingPrincipal, grantedToAutoproc } from './principal.ts';
import { probeTargetOf } from './probe-target.ts';

/** A key to call for as Salesforce calls for it. */
export interface KeyToProbe {
  /** For people. */
  readonly name: string;
  readonly namedCredential: string;
  readonly identifier: string;
  /** Of a tenant secret that the org has. */
  readonly status?: string;
}

export interface ProbedKey extends KeyToProbe {
  readonly result: ProbeResult;
}

export interface ProbeContext {
  /** Which principals autoproc is granted, and what secrets refer to. */
  readonly config: Config;
  readonly sources: Sources;
  /** Where the chain is looked up: in the config, in the org, or as a plan will leave it. */
  readonly find: FindComponent;
  /** Whether the org asks for its requestId in the answer. */
  readonly replayDetection: boolean;
  /** Values to use in place of those that the config refers to, by principal (`AcmeKms-KeyService`). */
  readonly values?: ReadonlyMap<string, SecretValues> | undefined;
  /** Stops if a secret has no value here; otherwise its keys are not called for. */
  readonly requireSecrets?: boolean | undefined;
  /** PEM: trusted for endpoints of CipherTrust, in place of what Salesforce trusts. */
  readonly localAuthority?: string | undefined;
  /** The private key of the certificate that keys are wrapped for; with it they are decrypted. */
  readonly privateKey?: KeyObject | undefined;
}

/**
 * Calls the key service for each key as Salesforce would, as the principal that the Automated Process user is granted.
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
  const secrets = await settled(sources, () =>
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
