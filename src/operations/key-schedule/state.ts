import {
  type ApexClassText,
  type ApexRun,
  type Org,
  readApexClasses,
  readScheduledApex,
  type ScheduledJob,
} from '../../salesforce/index.ts';
import type { RotationClasses } from './classes.ts';

/** What an org has of the scheduled rotation of one type. */
export interface ScheduleState {
  /** `differs`: one of the two is not there, has another text, or another API version. */
  readonly classes: 'current' | 'differs' | 'none';
  /** Names of those that are there. */
  readonly present: readonly string[];
  /** Those of our class, and those of the name that is asked for. */
  readonly jobs: readonly ScheduledJob[];
  /** Newest first. */
  readonly runs: readonly ApexRun[];
}

/** Reads classes and jobs; nothing is changed. */
export async function readSchedule(
  org: Org,
  classes: RotationClasses,
  jobNames: readonly string[],
): Promise<ScheduleState> {
  const { className, texts } = classes;
  const [found, { jobs, runs }] = await Promise.all([
    readApexClasses(org, [...texts.keys()]),
    readScheduledApex(org, { className, jobNames }),
  ]);
  const present = found.map(({ name }) => name);
  const current = [...texts].every(([name, text]) =>
    found.some((one) => one.name === name && isSame(one, text, org.apiVersion)),
  );
  return { classes: current ? 'current' : found.length > 0 ? 'differs' : 'none', present, jobs, runs };
}

/** Line ends and what surrounds the text may have been changed on the way. */
function isSame(found: ApexClassText, text: string, apiVersion: string): boolean {
  const plain = (value: string) => value.replace(/\r\n?/g, '\n').trim();
  return plain(found.body) === plain(text) && found.apiVersion === apiVersion;
}
