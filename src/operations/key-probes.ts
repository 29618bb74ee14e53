import { endpointAddress } from '../ciphertrust/endpoints.ts';
import { resolveReferences, type Sources } from '../config/index.ts';
import { KeywayError } from '../errors/index.ts';
import { probeKey } from '../keys/probe/probe.ts';
import type { ProbeResult } from '../keys/probe/types.ts';
import { componentKey } from '../kinds/compare.ts';
import type { Config } from '../kinds/config.ts';
import type { SecretValues } from '../kinds/credential/apply.ts';
import { wantedCredentials } from '../kinds/credential/wanted.ts';
import { type Component, encryptionKeySettingsName, normalise, toConfig } from '../kinds/metadata.ts';
import type { Planned } from './plan.ts';
import { type ProbeSecrets, probeTargetOf } from './probe-target.ts';

/** A key that is called for as Salesforce would call for it. */
export interface KeyToProbe {
  /** For people. */
  readonly name: string;
  readonly namedCredential: string;
  readonly identifier: string;
  /** Of a tenant secret that there is already. */
  readonly status?: string;
}

export interface ProbedKey extends KeyToProbe {
  readonly result: ProbeResult;
}

/**
 * Calls the key service for each key through the chain as it will be when the plan is carried out, with the secrets that
 * the config refers to. A secret that has no value here leaves its key untried. `localAuthority` is trusted for endpoints
 * of CipherTrust, in place of what Salesforce trusts.
 */
export async function probeKeys(
  config: Config,
  sources: Sources,
  planned: Planned,
  keys: readonly KeyToProbe[],
  localAuthority?: string,
): Promise<readonly ProbedKey[]> {
  const chains = keys.map(({ namedCredential }) => chainThen(config, planned, namedCredential));
  const used = chains.flatMap(({ externalCredential }) => externalCredential ?? []);
  const secrets = probeSecrets(config, sources, new Set(used));
  const replayDetection = settingThen(planned, 'enableReplayDetection');
  return Promise.all(
    keys.map(async (key, index) => {
      const { namedCredential, identifier } = key;
      try {
        const target = probeTargetOf(chains[index]?.config ?? config, {
          ...secrets,
          namedCredential,
          identifier,
          replayDetection,
        });
        const ca = endpointAddress(target.url) ? localAuthority : undefined;
        return { ...key, result: await probeKey(ca === undefined ? target : { ...target, ca }) };
      } catch (error) {
        if (!(error instanceof KeywayError) || error.code !== 'NamedCredentialUnknown') throw error;
        return {
          ...key,
          result: untried(key, `the named credential ${namedCredential} is not to be seen here`),
        };
      }
    }),
  );
}

/** What an org's setting is when a plan has been carried out. */
export function settingThen({ desired, state, plan }: Planned, name: string): boolean {
  const isChanged = plan.changes.some(({ type }) => type === 'Settings');
  const wanted = isChanged ? desired.components.find(({ type }) => type === 'Settings') : undefined;
  const key = componentKey('Settings', encryptionKeySettingsName);
  const there = state.components.get(key) ?? state.keys?.components.get(key);
  return (valueIn(wanted, name) ?? valueIn(there, name)) === 'true';
}

function valueIn(component: Component | undefined, name: string): string | undefined {
  return component && normalise(component).get(name);
}

/** The config with the chain of one named credential as the org will have it: what the plan leaves alone stays as it is there. */
function chainThen(
  config: Config,
  planned: Planned,
  namedCredential: string,
): { readonly config: Config; readonly externalCredential: string | undefined } {
  const named = componentThen(planned, 'NamedCredential', namedCredential);
  const credential = named && normalise(named).get('parameters.Authentication');
  const external =
    credential === undefined ? undefined : componentThen(planned, 'ExternalCredential', credential);
  const { namedCredentials, externalCredentials } = toConfig(
    [named, external].filter((component) => component !== undefined),
  );
  return {
    config: {
      ...config,
      namedCredentials: { ...config.namedCredentials, ...namedCredentials },
      externalCredentials: { ...config.externalCredentials, ...externalCredentials },
    },
    externalCredential: credential,
  };
}

function componentThen(
  { desired, state, plan }: Planned,
  type: 'NamedCredential' | 'ExternalCredential',
  name: string,
): Component | undefined {
  const key = componentKey(type, name);
  const wanted = desired.components.find((one) => one.type === type && one.fullName === name);
  const isChanged = plan.changes.some((change) => change.type === type && change.name === name);
  const there = state.components.get(key) ?? state.keys?.components.get(key);
  return isChanged ? wanted : (there ?? wanted);
}

/** The secrets of these external credentials (or all) that have a value here; what needs another cannot be tried. */
export function probeSecrets(config: Config, sources: Sources, used?: ReadonlySet<string>): ProbeSecrets {
  const credentials = new Map<string, SecretValues>();
  for (const { name, externalCredential, values } of wantedCredentials(config)) {
    if (used?.has(externalCredential) === false) continue;
    const resolved = values.map(({ key, text }) => [key, resolveReferences(text, sources)] as const);
    if (resolved.every(([, value]) => value.ok))
      credentials.set(name, new Map(resolved.map(([key, value]) => [key, value.ok ? value.value : ''])));
  }
  const legacy = new Map<string, Map<string, string>>();
  for (const { text, path } of config.secrets.values()) {
    const [section, name, field] = path.map(String);
    const value = section === 'namedCredentials' ? resolveReferences(text, sources) : undefined;
    if (!value?.ok || name === undefined || field === undefined) continue;
    legacy.set(name, new Map(legacy.get(name)).set(field, value.value));
  }
  return { credentials, legacy };
}

function untried({ identifier }: KeyToProbe, message: string): ProbeResult {
  return {
    identifier,
    url: '',
    outcome: 'cannot-authenticate',
    checks: [{ check: 'request', ok: null, message }],
    elapsedMs: 0,
  };
}

/** What a probe found, for people: each thing that is wrong, with the StatusCode that the org would log. */
export function probeFindings({ result: { checks } }: ProbedKey): readonly string[] {
  const wrong = checks.filter(({ ok }) => ok === false);
  const untried = checks.filter(({ ok, message }) => ok === null && message !== 'not reached').slice(0, 3);
  const said = wrong.length > 0 ? wrong : untried;
  return said.map(
    ({ check, message, statusCode }) => `${check}${statusCode ? ` (${statusCode})` : ''}: ${message}`,
  );
}

/** What was right, and is yet to be seen to: an answer that was slow, a TLS certificate that is about to end. */
export function probeWarnings({ name, result: { checks } }: ProbedKey): readonly string[] {
  return checks.filter(({ warning }) => warning).map(({ check, message }) => `${name}, ${check}: ${message}`);
}

/** `Data acme-data-1 (ACTIVE, version 2) at https://kms.acme.example/v1/keys/acme-data-1: proven` */
export function describeProbed({ name, namedCredential, result: { url, outcome } }: ProbedKey): string {
  return `${name} at ${url || namedCredential}: ${outcome}`;
}

/** Why nothing is known of a key's service: it was not reached, or keyway cannot log in to it as the org does. */
export function describeUntried(probed: ProbedKey): string {
  return `${probed.name} could not be tried from here (${probed.result.outcome}): ${probeFindings(probed).join('; ')}`;
}
