import { suggestion } from '../../config/wording.ts';
import { KeywayError } from '../../errors/index.ts';
import { knownType, nextRotation, rotationHours } from '../../keys/life-cycle.ts';
import { type TenantSecret, tenantSecretTypes } from '../../keys/tenant-secret.ts';
import type { Risk } from '../../kinds/change.ts';
import type { KeyChangeOptions, KeySession } from './session.ts';

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
 * The time is looked at unless a risk that nobody can agree to is in the way: what must not be done at all is said
 * before what cannot be done yet. Throws `RotationTooEarly`.
 */
export function requireDue(
  keys: KeySession,
  type: string,
  risks: readonly Risk[],
  { allow = [], ask }: KeyChangeOptions,
): void {
  if (ask !== undefined || risks.every((risk) => allow.includes(risk))) requireRotationDue(keys, type);
}

/** Throws `RotationTooEarly` with the time from which on the next secret of a type can be made. */
function requireRotationDue(
  { secrets, pace, now }: Pick<KeySession, 'secrets' | 'pace' | 'now'>,
  type: string,
): void {
  const due = nextRotation(secrets, type, pace);
  if (due === undefined || now.getTime() + CLOCK_STEP >= due.getTime()) return;
  const wait = rotationHours(type, pace) === 168 ? '7 days' : `${rotationHours(type, pace)} hours`;
  const where = type === 'SearchIndex' ? '' : pace === 'sandbox' ? ' in a sandbox' : ' outside of sandboxes';
  throw new KeywayError(
    'RotationTooEarly',
    `The next key of type ${type} can be made from ${due.toISOString()} on, in ${durationUntil(due, now)}: an org makes or takes one every ${wait}${where}.`,
    { actions: ['Nothing was changed. Run it again then.'], data: { type, next: due.toISOString() } },
  );
}

/** `3 h 12 min`, `6 days`. */
export function durationUntil(due: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((due.getTime() - now.getTime()) / 60_000));
  if (minutes >= 2 * 24 * 60) return `${Math.ceil(minutes / (24 * 60))} days`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 || hours === 0 ? [`${rest} min`] : [])].join(
    ' ',
  );
}
