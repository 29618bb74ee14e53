import { type CheckName, checkNames, type ProbeCheck } from './types.ts';

/* The results of checks. */

export function passed(check: CheckName, message: string): ProbeCheck {
  return { check, ok: true, message };
}

export function warned(check: CheckName, message: string): ProbeCheck {
  return { check, ok: true, message, warning: true };
}

export function failed(check: CheckName, statusCode: string, message: string): ProbeCheck {
  return { check, ok: false, statusCode, message };
}

/** The message of a check that an earlier failure made pointless. */
export const notReached = 'not reached';

/** Neither passed nor failed. */
export function notChecked(check: CheckName, why: string): ProbeCheck {
  return { check, ok: null, message: `not checked: ${why}` };
}

export function hasFailed(checks: readonly ProbeCheck[]): boolean {
  return checks.some(({ ok }) => ok === false);
}

/** One check of each name in order; missing ones are `notReached`. */
export function completeChecks(checks: readonly ProbeCheck[]): readonly ProbeCheck[] {
  return checkNames.map(
    (check): ProbeCheck =>
      checks.find((found) => found.check === check) ?? { check, ok: null, message: notReached },
  );
}

/** What a service sent, safe for a message: cut, in quotes, and without characters that a terminal acts on. */
export function quoteAnswer(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  const quoted = JSON.stringify(short.toWellFormed());
  return quoted.replace(
    /[\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
