import { suggestion } from '../../config/wording.ts';
import { KeywayError } from '../../errors/index.ts';
import { knownType } from '../../keys/life-cycle.ts';
import { describeLimit, durationUntil, nextRotation } from '../../keys/rotation.ts';
import { type TenantSecret, tenantSecretTypes } from '../../keys/tenant-secret.ts';
import type { KeyChangeOptions, KeySession } from './key-session.ts';

/** How users name one key: `Data:3`. */
export interface KeyName {
  readonly type: string;
  readonly version: number;
}

export function nameOfKey({ type, version }: KeyName): string {
  return `${type}:${version}`;
}

/**
 * A type in the org's spelling. Types that the org has are accepted, because an org may have undocumented ones.
 * @throws KeywayError `TenantSecretTypeUnknown`
 */
export function requireType(text: string, secrets: readonly TenantSecret[]): string {
  const type = secrets.find((secret) => secret.type === text)?.type ?? knownType(text);
  if (type !== undefined) return type;
  throw new KeywayError(
    'TenantSecretTypeUnknown',
    `No tenant secret has the type "${text}"${suggestion(text, tenantSecretTypes)}`,
    { actions: [`Nothing was changed. Use one of ${tenantSecretTypes.join(', ')}.`] },
  );
}

/**
 * Finds the secret of a type and version.
 * @throws KeywayError `TenantSecretTypeUnknown`, `TenantSecretUnknown`
 */
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
      actions: ['Nothing was changed. To see them, run keyway key list.'],
    },
  );
}

/** The org's clock counts whole seconds. */
const CLOCK_STEP = 1000;

/**
 * Stops before the documented limit if the user asked for that. Otherwise the org decides.
 * @throws KeywayError `RotationTooEarly`
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
