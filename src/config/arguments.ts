import { readFileSync } from 'node:fs';
import { type ErrorCode, KeywayError } from '../errors/index.ts';
import { isReferenceOnly, resolveReferences, type Sources } from './references.ts';

/* Values of arguments: files, and references to secrets. */

/**
 * Reads a file that the user named.
 * @param shown its name in messages
 * @param action what to do if keyway can't read it
 * @throws KeywayError `FileUnreadable`
 */
export function readNamedFile(path: string, shown = path, action = 'Nothing was changed.'): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new KeywayError('FileUnreadable', `keyway can't read ${shown} (${code}).`, {
      actions: [action],
      cause,
    });
  }
}

/**
 * Refuses a literal secret in an argument, because arguments are visible to everybody on a machine.
 *
 * @param flag for the message: `--passphrase`
 * @throws KeywayError `SecretInArgument`, without the value
 */
export function requireReference(text: string, flag: string): void {
  if (isReferenceOnly(text)) return;
  throw new KeywayError('SecretInArgument', `Anybody on this machine can see the secret in ${flag}.`, {
    actions: [`Nothing was sent. Pass a reference instead: ${flag} '\${env:NAME}'.`],
  });
}

/**
 * Resolves a reference to a secret.
 *
 * @param what names the secret: `passphrase`
 * @param missing the error code if it has no value
 * @throws KeywayError with that code
 */
export function resolveSecret(text: string, what: string, sources: Sources, missing: ErrorCode): string {
  const resolved = resolveReferences(text, sources);
  if (resolved.ok && resolved.value !== '') return resolved.value;
  const reason = resolved.ok ? 'is empty' : resolved.message;
  throw new KeywayError(missing, `The ${what} ${reason}.`, {
    actions: ['Nothing was sent. Set it, then run it again.'],
  });
}
