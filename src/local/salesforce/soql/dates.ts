const DAY = 86_400_000;

/** Includes the start and excludes the end: `[start, end)`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The range of a date literal. Days are in GMT, because the org's user has no time zone here. Weeks begin on
 * Sunday.
 *
 * @returns undefined for a literal that is not emulated
 * @see SOQL Reference, "Date Formats and Date Literals in WHERE"
 */
export function rangeOfDateLiteral(name: string, count: number, now: Date): Range | undefined {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const week = today - now.getUTCDay() * DAY;
  const days = (from: number, to: number): Range => ({ start: today + from * DAY, end: today + to * DAY });
  const weeks = (from: number): Range => ({ start: week + from * 7 * DAY, end: week + (from + 1) * 7 * DAY });
  const months = (from: number): Range => ({
    start: Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + from, 1),
    end: Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + from + 1, 1),
  });
  const years = (from: number): Range => ({
    start: Date.UTC(now.getUTCFullYear() + from, 0, 1),
    end: Date.UTC(now.getUTCFullYear() + from + 1, 0, 1),
  });
  switch (name) {
    case 'YESTERDAY':
      return days(-1, 0);
    case 'TODAY':
      return days(0, 1);
    case 'TOMORROW':
      return days(1, 2);
    case 'LAST_90_DAYS':
      return days(-90, 1);
    case 'NEXT_90_DAYS':
      return days(1, 91);
    // "Starts with the current day and continues for the past n days", so today is included.
    case 'LAST_N_DAYS':
      return days(-count, 1);
    case 'NEXT_N_DAYS':
      return days(1, count + 1);
    case 'N_DAYS_AGO':
      return days(-count, 1 - count);
    case 'LAST_WEEK':
      return weeks(-1);
    case 'THIS_WEEK':
      return weeks(0);
    case 'NEXT_WEEK':
      return weeks(1);
    case 'LAST_MONTH':
      return months(-1);
    case 'THIS_MONTH':
      return months(0);
    case 'NEXT_MONTH':
      return months(1);
    case 'LAST_YEAR':
      return years(-1);
    case 'THIS_YEAR':
      return years(0);
    case 'NEXT_YEAR':
      return years(1);
    default:
      return undefined;
  }
}
