import type { TenantSecret } from './tenant-secret.ts';

/*
 * How often an org creates a key (Object Reference, TenantSecret). Only the org decides: keyway tries, and reports
 * the org's answer. This file explains refusals and lets users choose to wait.
 */

/** The pace of an org: developer and trial orgs count as production, scratch orgs as sandboxes. */
export type RotationPace = 'production' | 'sandbox';

export function rotationPace(orgKind: string): RotationPace {
  return orgKind === 'sandbox' || orgKind === 'scratch' ? 'sandbox' : 'production';
}

/** "Once every four hours in a sandbox org or every 24 hours in production orgs … SearchIndex … once every seven days." */
export function rotationHours(type: string, pace: RotationPace): number {
  if (type === 'SearchIndex') return 7 * 24;
  return pace === 'sandbox' ? 4 : 24;
}

/**
 * When the documented limit allows the next secret of a type; undefined if the org has none yet. Salesforce doesn't
 * document whether the first one counts; keyway assumes that it does.
 */
export function nextRotation(
  secrets: readonly TenantSecret[],
  type: string,
  pace: RotationPace,
): Date | undefined {
  const made = secrets.filter((secret) => secret.type === type).map(({ createdAt }) => Date.parse(createdAt));
  if (made.length === 0) return undefined;
  return new Date(Math.max(...made) + rotationHours(type, pace) * 3_600_000);
}

/** As in `one key of type Data every 24 hours`. */
export function describeLimit(type: string, pace: RotationPace): string {
  const hours = rotationHours(type, pace);
  return `one key of type ${type} every ${hours > 24 ? `${hours / 24} days` : `${hours} hours`}`;
}

/** As in `3 h 12 min` or `6 days`. */
export function durationUntil(due: Date, now: Date): string {
  const minutes = Math.max(1, Math.ceil((due.getTime() - now.getTime()) / 60_000));
  if (minutes >= 2 * 24 * 60) return `${Math.ceil(minutes / (24 * 60))} days`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 || hours === 0 ? [`${rest} min`] : [])].join(
    ' ',
  );
}

/**
 * Whether a refusal mentions the limit. Salesforce doesn't document the wording, so keyway looks for words that
 * such a message can hardly do without.
 */
export function mentionsRotationLimit(words: string): boolean {
  return /\b(?:\d+|four|seven) (?:hours?|days?)\b|\btoo (?:early|soon)\b|\brotat/i.test(words);
}
