import { KeywayError } from '../../errors/index.ts';
import { remedyFor } from '../../keys/status-codes.ts';
import type { TenantSecret } from '../../keys/tenant-secret.ts';
import type { KeyEvent } from '../../salesforce/index.ts';
import { messageOf } from './callout.ts';
import type { WantedKey } from './compare.ts';

/**
 * Why a key did not become ACTIVE: what the org answered, and the StatusCode of its callout where it told of one, with
 * what to do about that (reference, section 6.4). Refusals that have nothing to do with the fetch pass as they are.
 */
export function keyNotActive(
  { name, type, identifier }: WantedKey,
  {
    error,
    event,
    there,
  }: {
    readonly error?: unknown;
    readonly event: KeyEvent | undefined;
    readonly there: TenantSecret | undefined;
  },
): unknown {
  if (error !== undefined && !(error instanceof KeywayError)) return error;
  if (error && error.code !== 'RemoteKeyRefused' && !event) return error;
  const statusCode = event?.statusCode ?? statusCodeIn(error);
  const said = [messageOf(event), error?.message].find((text) => text !== undefined);
  const status = there ? `but ${there.status}` : 'and the org made no key';
  const code = statusCode === undefined ? 'the org said nothing of its callout' : statusCode;
  return new KeywayError(
    'KeyNotActive',
    `${name} (${type}, ${identifier}) is not ACTIVE ${status}: ${code}${said ? `: ${said}` : ''}`,
    {
      actions: [
        ...(statusCode === undefined ? [] : [remedyFor(statusCode)]),
        'Everything before the keys is done and stays. Mend it and run it again: only the key is left to do.',
      ],
      data: {
        key: { name, type, identifier, status: there?.status ?? null },
        statusCode: statusCode ?? null,
      },
    },
  );
}

/** A refusal names the StatusCode beside the API's own code. */
function statusCodeIn(error: KeywayError | undefined): string | undefined {
  const { errorCode } = Object(error?.data) as { errorCode?: unknown };
  const words = error?.message.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [];
  return words.find((word) => word !== errorCode);
}
