import type { Argv } from 'yargs';
import { readNamedFile } from '../config/arguments.ts';
import { KeywayError } from '../errors/index.ts';
import { oaepDigests } from '../keys/byok.ts';
import type { UploadedMaterial, UploadInput } from '../operations/key/upload.ts';
import type { FlagsOf } from './command.ts';
import { sealFlags, sealOption } from './key-seal.ts';
import { readStandardInput } from './standard-input.ts';

/** Flags for the source of the customer's key and for how it is wrapped. */
export function materialFlags<Flags>(args: Argv<Flags>) {
  return sealFlags(args)
    .option('certificate', {
      type: 'string',
      describe: 'developer name of the certificate that the key is wrapped for',
      requiresArg: true,
    })
    .option('file', {
      alias: 'f',
      type: 'string',
      describe: 'file with file with the key: 32 bytes, 64 hexadecimal digits or base64',
      requiresArg: true,
    })
    .option('stdin', { type: 'boolean', describe: 'read the key from standard input', default: false })
    .option('generate', { type: 'boolean', describe: 'generate a key', default: false })
    .option('wrapped', {
      type: 'string',
      describe: 'file with a key that is wrapped already, such as by an HSM, in base64; needs --hash',
      requiresArg: true,
    })
    .option('hash', {
      type: 'string',
      describe: 'with --with --wrapped: SHA-256 of the key, in base64',
      requiresArg: true,
    })
    .option('digest', {
      choices: oaepDigests,
      describe: 'digest for RSA-OAEP (default: sha1, which every org accepts)',
      requiresArg: true,
    })
    .option('derivation', {
      type: 'boolean',
      describe: '--no-derivation: use the key without derivation',
      hidden: true,
    })
    .option('no-derivation', { type: 'boolean', describe: 'use the key without derivation' })
    .option('backup', {
      type: 'string',
      describe: 'file to write a sealed backup to; must not exist yet',
      requiresArg: true,
    });
}

/**
 * The given key; undefined for none.
 * @throws KeywayError `UsageWrong` for more than one
 */
export async function materialOption(
  args: FlagsOf<typeof materialFlags>,
): Promise<UploadedMaterial | undefined> {
  const file = args.file;
  const wrapped = args.wrapped;
  const given = [file !== undefined, args.stdin === true, args.generate === true, wrapped !== undefined];
  const hash = args.hash;
  const refuse = (sentence: string) =>
    new KeywayError('UsageWrong', sentence, { actions: ['See keyway key upload --help.'] });
  if (given.filter(Boolean).length > 1)
    throw refuse('Pass only one of --file, --stdin, --generate and --wrapped.');
  if (hash !== undefined && wrapped === undefined)
    throw refuse('--hash needs --wrapped: keyway computes the hash of other keys itself.');
  if (args.stdin === true && args.passphraseStdin === true)
    throw refuse('Standard input can hold the key or the passphrase, not both.');
  if (args.generate === true) return { kind: 'generate' };
  if (file !== undefined) return { kind: 'bytes', bytes: readNamedFile(file) };
  if (args.stdin === true) return { kind: 'bytes', bytes: await readStandardInput() };
  if (wrapped === undefined) return undefined;
  return { kind: 'wrapped', secretValue: base64In(readNamedFile(wrapped)), hash };
}

/** The other options of an upload. */
export async function uploadOptions(
  args: FlagsOf<typeof materialFlags> & { readonly description: string | undefined },
): Promise<Pick<UploadInput, 'digest' | 'noDerivation' | 'description' | 'backup'>> {
  const file = args.backup;
  return {
    digest: args.digest,
    noDerivation: args.derivation === false ? true : undefined,
    description: args.description,
    backup: file === undefined ? undefined : { file, seal: await sealOption(args) },
  };
}

/** Base64 from a file that contains either base64 or raw bytes. Ignores line breaks. */
function base64In(bytes: Buffer): string {
  const written = bytes.toString('latin1').replace(/\s/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(written) ? written : bytes.toString('base64');
}
