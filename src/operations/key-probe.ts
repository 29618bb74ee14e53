import { chooseEnvironment, type Sources } from '../config/index.ts';
import { suggestion } from '../config/wording.ts';
import { type ConfigOptions, defaultConfig, localPlaceholders, readOne } from '../engine/read-one.ts';
import type { Remarks } from '../engine/session.ts';
import { KeywayError } from '../errors/index.ts';
import { requireKeyIdentifier } from '../keys/identifier.ts';
import type { ProbeResult } from '../keys/probe/types.ts';
import { type Config, loadDocument } from '../kinds/config.ts';
import { findChain, findInConfig } from '../kinds/key-path/chain.ts';
import { type KeyToProbe, probeKeys } from '../kinds/key-path/probe-keys.ts';
import { isEndpointOpen } from '../kinds/key-path/probe-target.ts';
import { type PrivateKeyFile, readPrivateKey } from './private-key.ts';

export interface KeyProbeOptions extends ConfigOptions {
  /** A cache-only key of the config; default: all. */
  readonly name?: string | undefined;
  /** Overrides the identifier of the key, or gives that of a key that isn't in the config. */
  readonly identifier?: string | undefined;
  /** Developer name. */
  readonly namedCredential?: string | undefined;
  /** Whether the org expects its requestId; default: the setting in the config. */
  readonly replayDetection?: boolean | undefined;
  /** The private key of the certificate that keys are wrapped for. With it, keyway decrypts the keys. */
  readonly privateKey?: PrivateKeyFile | undefined;
}

/** The probe of one key. */
export interface KeyProbe extends ProbeResult {
  /** The name in the config, or the identifier. */
  readonly name: string;
  readonly namedCredential: string;
}

export interface KeyProbeResult {
  readonly environment: string | null;
  readonly probes: readonly KeyProbe[];
}

/**
 * Requests cache-only keys from their key service as Salesforce would, and checks the answers. This needs no org,
 * except in an environment with the embedded org, whose key service runs beside it.
 *
 * @throws ConfigError if a secret that the request needs has no value
 * @throws KeywayError `KeyUnknown`, `NothingToProbe`, `KeyIdentifierWrong`, `NamedCredentialUnknown`, and those of
 * `readPrivateKey`
 */
export async function keyProbe(options: KeyProbeOptions): Promise<KeyProbeResult & Remarks> {
  const document = loadDocument(options.config ?? defaultConfig);
  const environment = chooseEnvironment(document.environments, options.environment, document.file);
  if (environment?.targetOrg !== 'local') {
    const read = readOne(document, environment, options);
    const heading = `${document.file}${environment ? `, environment ${environment.name}` : ''}`;
    return { ...(await probeAll(read, options)), heading, warnings: read.warnings };
  }
  // Wrong options are reported before the embedded org starts.
  keysOf(readOne(document, environment, options, localPlaceholders).config, options);
  const { withSession } = await import('../engine/session.ts');
  return withSession(options, (session) => probeAll(session, options), document);
}

async function probeAll(
  { config, sources }: { readonly config: Config; readonly sources: Sources },
  options: KeyProbeOptions,
): Promise<KeyProbeResult> {
  const keys = keysOf(config, options);
  const probed = await probeKeys(keys, {
    config,
    sources,
    find: findInConfig(config),
    replayDetection: options.replayDetection ?? config.encryptionKeySettings?.enableReplayDetection ?? false,
    requireSecrets: true,
    privateKey: options.privateKey && (await readPrivateKey(options.privateKey, sources)),
  });
  const probes = probed.map(
    ({ name, namedCredential, result }): KeyProbe => ({ name, namedCredential, ...result }),
  );
  return { environment: config.environment?.name ?? null, probes };
}

/** The keys that the options choose, from the config or by identifier. */
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
      { actions: ['Choose one of cacheOnlyKeys, or pass --identifier and --named-credential.'] },
    );
  const chosen = Object.entries(known).flatMap(([key, written]) => {
    if (name !== undefined && key !== name) return [];
    const given = identifier ?? ('identifier' in written ? written.identifier : undefined);
    if (given === undefined && name === undefined) return [];
    if (given === undefined)
      throw new KeywayError(
        'UsageWrong',
        `CipherTrust chose the identifier of ${key}, so the config doesn't have it.`,
        {
          actions: ['Pass --identifier; keyway key list shows it.'],
        },
      );
    return [{ key, identifier: given, namedCredential: written.namedCredential }];
  });
  if (chosen.length === 0)
    throw new KeywayError('NothingToProbe', `${config.file} has no cache-only keys.`, {
      actions: ['Add them under cacheOnlyKeys, or pass --identifier and --named-credential.'],
    });
  if (identifier !== undefined && chosen.length > 1)
    throw new KeywayError('UsageWrong', '--identifier needs one key, but there are several.', {
      actions: ['Name the key, or pass --named-credential too.'],
    });
  return chosen.map((one) =>
    requireKnown(config, {
      name: one.key,
      identifier: one.identifier,
      namedCredential: namedCredential ?? one.namedCredential,
    }),
  );
}

/** @throws KeywayError `NamedCredentialUnknown`, `EndpointNotKnown` */
function requireKnown(config: Config, key: KeyToProbe): KeyToProbe {
  const chain = findChain(key.namedCredential, findInConfig(config));
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

/** Whether Salesforce can fetch every key, as far as keyway can tell from here. */
export function areProven(probes: readonly ProbeResult[]): boolean {
  return probes.every(({ outcome }) => outcome === 'proven');
}
