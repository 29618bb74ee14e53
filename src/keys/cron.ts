import { Cron } from 'croner';
import { KeywayError } from '../errors/index.ts';

/** The parts of a cron expression in order, and the values of each (Apex Reference Guide, System.schedule). */
const parts = [
  { name: 'seconds', form: /^[0-5]?\d$/, holds: 'a number from 0 to 59' },
  { name: 'minutes', form: /^[0-5]?\d$/, holds: 'a number from 0 to 59' },
  { name: 'hours', form: /^[\d,*/-]+$/, holds: '0 to 23 with , - * /' },
  { name: 'day of month', form: /^[\d,*?/LW-]+$/, holds: '1 to 31 with , - * ? / L W' },
  { name: 'month', form: /^[\dA-Z,*/-]+$/, holds: '1 to 12 or JAN to DEC with , - * /' },
  {
    name: 'day of week',
    form: /^(?!.*(?:^|[,-])(?:[089]|\d\d))[\dA-Z,*?/L#-]+$/,
    holds: '1 (Sunday) to 7 or SUN to SAT with , - * ? / L #',
  },
  { name: 'year', form: /^[\d,*/-]+$/, holds: '1970 to 2099 with , - * /' },
] as const;

/** The number of future runs to examine: more than a year of daily runs. */
const LOOKED_AT = 400;

/**
 * A cron expression for System.schedule, in capitals and with one space between its parts.
 *
 * @throws KeywayError `CronInvalid` if an org would refuse it, or if it never runs again
 */
export function readCron(line: string, now: Date): string {
  const words = line.trim().toUpperCase().split(/\s+/);
  if (words.length < 6 || words.length > 7) {
    throw invalid(line, `it has ${words.length} parts, but Salesforce needs six, or seven with a year`);
  }
  for (const [index, word] of words.entries()) {
    const part = parts[index];
    if (part && !part.form.test(word))
      throw invalid(line, `${part.name} is "${word}"; it takes ${part.holds}`);
  }
  if ([words[3], words[5]].filter((word) => word === '?').length !== 1) {
    throw invalid(line, 'exactly one of day of month and day of week must be ?');
  }
  const cron = words.join(' ');
  if (runsAfter(cron, now, 1).length === 0) throw invalid(line, 'it never runs again');
  return cron;
}

/** The shortest time between two runs, in hours; undefined if there is only one run. */
export function shortestGap(cron: string, now: Date): number | undefined {
  const runs = runsAfter(cron, now, LOOKED_AT).map((run) => run.getTime());
  const gaps = runs.slice(1).map((run, index) => run - (runs[index] ?? run));
  return gaps.length === 0 ? undefined : Math.min(...gaps) / 3_600_000;
}

/** The next runs, with UTC as the user's time zone. */
function runsAfter(cron: string, now: Date, count: number): readonly Date[] {
  try {
    // Days of the week count from 1 for Sunday, as in Quartz.
    const options = {
      mode: '6-or-7-parts',
      alternativeWeekdays: true,
      sloppyRanges: true,
      timezone: 'UTC',
      paused: true,
    } as const;
    return new Cron(cron.replace('?', '*'), options).nextRuns(count, now);
  } catch (error) {
    throw invalid(cron, error instanceof Error ? error.message : String(error));
  }
}

function invalid(line: string, reason: string): KeywayError {
  return new KeywayError('CronInvalid', `"${line}" isn't a cron expression for Salesforce: ${reason}.`, {
    actions: [
      'Nothing was changed. Write seconds minutes hours day-of-month month day-of-week [year], such as "0 0 3 1 JAN,APR,JUL,OCT ?".',
    ],
  });
}
