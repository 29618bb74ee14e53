import { Cron } from 'croner';

/** The allowed content of each part, besides digits and names (Apex Reference Guide, "System Class", schedule). */
const PARTS = [
  /^[0-5]?\d$/,
  /^[0-5]?\d$/,
  /^[\d,*/-]+$/,
  /^[\d,*?/LW-]+$/,
  /^[\dA-Z,*/-]+$/,
  /^(?!.*(?:^|[,-])(?:[089]|\d\d))[\dA-Z,*?/L#-]+$/,
  /^[\d,*/-]+$/,
];

/**
 * A cron expression for System.schedule: seconds, minutes, hours, day of month, month, day of week (1 is Sunday),
 * and optionally year. One of the two days is `?`.
 */
const read = (expression: string, timezone: string): Cron | undefined => {
  const parts = expression.trim().toUpperCase().split(/\s+/);
  if (parts.length < 6 || parts.length > 7 || !parts.every((part, i) => PARTS[i]?.test(part)))
    return undefined;
  const unspecified = [parts[3], parts[5]].filter((part) => part === '?').length;
  if (unspecified !== 1) return undefined;
  const pattern = parts.map((part) => (part === '?' ? '*' : part)).join(' ');
  try {
    return new Cron(pattern, {
      mode: '6-or-7-parts',
      alternativeWeekdays: true,
      sloppyRanges: true,
      timezone,
      paused: true,
    });
  } catch {
    return undefined;
  }
};

export const isCronExpression = (expression: string): boolean => read(expression, 'UTC') !== undefined;

/**
 * When an expression is next due.
 *
 * @param after milliseconds since 1970, up to the last year that an expression can contain
 * @returns milliseconds; undefined if never again
 */
export const nextTime = (expression: string, timeZone: string, after: number): number | undefined =>
  read(expression, timeZone)?.nextRun(new Date(after))?.getTime();
