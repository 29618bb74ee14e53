import { chooseEnvironment, type Sources } from '../config/index.ts';
import { suggestion } from '../config/wording.ts';
import { type ConfigOptions, defaultConfig, localPlaceholders, readOne } from '../engine/read-one.ts';
import type { Remarks } from '../engine/session.ts';
import { KeywayError } from '../errors/index.ts';
import { requireKeyIdentifier } from '../keys/identifier.ts';
import type { ProbeResult } from '../keys/probe/types.ts';
import { type Config, loadDocument } from '../kinds/config.ts';
import { findChain, inConfig } from '../kinds/key-path/chain.ts';
import { type KeyToProbe, probeKeys } from '../kinds/key-path/probe-keys.ts';
import { isEndpointOpen } from '../kinds/key-path/probe-target.ts';
import { type PrivateKeyFile, readPrivateKey } from './private-key.ts';

export interface KeyProbeOptions extends ConfigOptions {
  /** A cache-only key of the config; without it all of them. */
  readonly name?: string | undefined;
  /** In place of the key's own, or of a key that the config does not have. */
  readonly identifier?: string | undefined;
  /** Developer name. */
  readonly namedCredential?: string | undefined;
  /** Whether the org asks for its requestId; default what the config says. */
  readonly replayDetection?: boolean | undefined;
  /** Of the certificate that keys are wrapped for; with it they are decrypted. */
  readonly privateKey?: PrivateKeyFile | undefined;
}

/** One key as it was probed. */
export interface KeyProbe extends ProbeResult {
  /** In the config; the identifier where it is not there. */
  readonly name: string;
  readonly namedCredential: string;
}

export interface KeyProbeResult {
  readonly environment: string | null;
  readonly probes: readonly KeyProbe[];
}

/**
 * Calls the key service of cache-only keys as Salesforce would, and checks what it answers. No org is needed, but for an
 * environment whose org is the embedded one: its key service runs beside it.
 *
 * @throws ConfigError where a secret that the call needs has no value
 * @throws KeywayError `KeyUnknown`, `NothingToProbe`, `KeyIdentifierWrong`, `NamedCredentialUnknown`, and those of `readPrivateKey`
 */
export async function keyProbe(options: KeyProbeOptions): Promise<KeyProbeResult & Remarks> {
  const document = loadDocument(options.config ?? defaultConfig);
  const environment = chooseEnvironment(document.environments, options.environment, document.file);
  if (environment?.targetOrg !== 'local') {
    const read = readOne(document, environment, options);
    const heading = `${document.file}${environment ? `, environment ${environment.name}` : ''}`;
    return { ...(await probeAll(read, options)), heading, warnings: read.warnings };
  }
  // What is wrong in the question is said before the embedded org is started.
  keysOf(readOne(document, environment, options, localPlaceholders).config, options);
  const { inSession } = await import('../engine/session.ts');
  return inSession(options, (session) => probeAll(session, options), document);
}

async function probeAll(
  { config, sources }: { readonly config: Config; readonly sources: Sources },
  options: KeyProbeOptions,
): Promise<KeyProbeResult> {
  const keys = keysOf(config, options);
  const probed = await probeKeys(keys, {
    config,
    sources,
    find: inConfig(config),
    replayDetection: options.replayDetection ?? config.encryptionKeySettings?.enableReplayDetection ?? false,
    requireSecrets: true,
    privateKey: options.privateKey && (await readPrivateKey(options.privateKey, sources)),
  });
  const probes = probed.map(
    ({ name, namedCredential, result }): KeyProbe => ({ name, namedCredential, ...result }),
  );
  return { environment: config.environment?.name ?? null, probes };
}

/** What the options ask for: keys of the config, or one that is not in it. */
function keysOf(config: Config, options: KeyProbeOptions): readonly KeyToProbe[] {
  const { name, identifier, namedCredential } = options;
  if (identifier !== undefined) requireKeyIdentifier(identifier);
  const known = config.cacheOnlyKeys ?? {};
  if (name === undefined && identifier !== undefined && namedCredential !== undefined)
    return [requireKnown(config, { name: identifier, identifier, namedCredential })];
  if (name !== undefined && !Object.hasOwn(known, name))
    throw new KeywayError(
      'KeyUnknown',
      `${config.file} has no cache-only key ${JSON.stringify(name)}${suggestion(name, Object.keys(known)) || '.'}`,
      { actions: ['Name one of cacheOnlyKeys, or give --identifier and --named-credential.'] },
    );
  const chosen = Object.entries(known).flatMap(([key, written]) => {
    if (name !== undefined && key !== name) return [];
    const given = identifier ?? ('identifier' in written ? written.identifier : undefined);
    if (given === undefined && name === undefined) return [];
    if (given === undefined)
      throw new KeywayError('UsageWrong', `The identifier of ${key} is what CipherTrust gave it.`, {
        actions: ['Give it: --identifier; keyway key list shows it.'],
      });
    return [{ key, identifier: given, namedCredential: written.namedCredential }];
  });
  if (chosen.length === 0)
    throw new KeywayError('NothingToProbe', `${config.file} has no cache-only keys.`, {
      actions: ['Write them under cacheOnlyKeys, or give --identifier and --named-credential.'],
    });
  if (identifier !== undefined && chosen.length > 1)
    throw new KeywayError('UsageWrong', '--identifier is of one key, and there are several.', {
      actions: ['Name the key, or give --named-credential too.'],
    });
  return chosen.map((one) =>
    requireKnown(config, {
      name: one.key,
      identifier: one.identifier,
      namedCredential: namedCredential ?? one.namedCredential,
    }),
  );
}

/** Throws `NamedCredentialUnknown`, `EndpointNotKnown`. */
function requireKnown(config: Config, key: KeyToProbe): KeyToProbe {
  const chain = findChain(key.namedCredential, inConfig(config));
  if (!chain)
    throw new KeywayError(
      'NamedCredentialUnknown',
      `${config.file} has no named credential ${key.namedCredential}.`,
      { actions: ['Add it to the file, or correct the name.'] },
    );
  if (!isEndpointOpen(chain)) return key;
  throw new KeywayError(
    'EndpointNotKnown',
    `${key.namedCredential} leads to CipherTrust's endpoint of an org, and this command asks no org.`,
    {
      actions: [
        'To check the chain, run keyway verify. To call for the key, give a file whose url is the one that keyway cckm endpoints shows.',
      ],
    },
  );
}

/** Whether every key is there for Salesforce to fetch, as far as that can be told from here. */
export function areProven(probes: readonly ProbeResult[]): boolean {
  return probes.every(({ outcome }) => outcome === 'proven');
}
