import { suggestion } from '../../config/wording.ts';
import { KeywayError } from '../../errors/index.ts';
import { knownType } from '../../keys/life-cycle.ts';
import { describeLimit, durationUntil, nextRotation } from '../../keys/rotation.ts';
import { type TenantSecret, tenantSecretTypes } from '../../keys/tenant-secret.ts';
import type { KeyChangeOptions, KeySession } from './key-session.ts';

/** How people name one key: `Data:3`. */
export interface KeyName {
  readonly type: string;
  readonly version: number;
}

export function nameOfKey({ type, version }: KeyName): string {
  return `${type}:${version}`;
}

/**
 * A type as the org spells it; those that the org has are known, too: it may know more than any document says.
 * Throws `TenantSecretTypeUnknown`.
 */
export function requireType(text: string, secrets: readonly TenantSecret[]): string {
  const type = secrets.find((secret) => secret.type === text)?.type ?? knownType(text);
  if (type !== undefined) return type;
  throw new KeywayError(
    'TenantSecretTypeUnknown',
    `There is no type of tenant secret "${text}"${suggestion(text, tenantSecretTypes)}`,
    { actions: [`It is one of ${tenantSecretTypes.join(', ')}. Nothing was changed.`] },
  );
}

/** The secret of a type and version. Throws `TenantSecretTypeUnknown`, `TenantSecretUnknown`. */
export function requireSecret(secrets: readonly TenantSecret[], name: KeyName): TenantSecret {
  const type = requireType(name.type, secrets);
  const found = secrets.find((secret) => secret.version === name.version);
  if (found?.type === type) return found;
  const versions = secrets.filter((secret) => secret.type === type).map(({ version }) => version);
  const other = found ? `; version ${name.version} is of type ${found.type}` : '';
  const has =
    versions.length > 0 ? `it has ${type} in version ${versions.join(', ')}` : `it has none of type ${type}`;
  throw new KeywayError(
    'TenantSecretUnknown',
    `The org has no tenant secret ${type}:${name.version}: ${has}${other}.`,
    {
      actions: ['`keyway key list` shows them. Nothing was changed.'],
    },
  );
}

/** A second of the org's clock is less than it says. */
const CLOCK_STEP = 1000;

/**
 * Waits for the documented limit, if somebody asked for that: otherwise the org is tried, and says itself whether it is
 * too early. Throws `RotationTooEarly`.
 */
export function requireDue(
  { secrets, pace, now }: Pick<KeySession, 'secrets' | 'pace' | 'now'>,
  type: string,
  { respectRotationLimit = false }: KeyChangeOptions,
): void {
  const due = respectRotationLimit ? nextRotation(secrets, type, pace) : undefined;
  if (due === undefined || now.getTime() + CLOCK_STEP >= due.getTime()) return;
  throw new KeywayError(
    'RotationTooEarly',
    `The next key of type ${type} is due on ${due.toISOString()}, in ${durationUntil(due, now)}: Salesforce documents ${describeLimit(type, pace)}.`,
    {
      actions: [
        'Nothing was changed. Try again then, or let the org decide: leave out --respect-rotation-limit.',
      ],
      data: { type, next: due.toISOString() },
    },
  );
}
