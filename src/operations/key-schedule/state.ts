import {
  type ApexClassText,
  type ApexRun,
  type Org,
  readApexClasses,
  readScheduledApex,
  type ScheduledJob,
} from '../../salesforce/index.ts';
import type { RotationClasses } from './classes.ts';

/** What an org has for the scheduled rotation of one type. */
export interface ScheduleState {
  /** `differs`: one of the two classes is missing, or has another text or API version. */
  readonly classes: 'current' | 'differs' | 'none';
  /** Names of the classes that exist in the org. */
  readonly present: readonly string[];
  /** Jobs of the class, and jobs of the requested name. */
  readonly jobs: readonly ScheduledJob[];
  /** Newest first. */
  readonly runs: readonly ApexRun[];
}

/** Reads the classes and jobs of a type. */
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

/** Ignores line endings and surrounding white space. */
function isSame(found: ApexClassText, text: string, apiVersion: string): boolean {
  const plain = (value: string) => value.replace(/\r\n?/g, '\n').trim();
  return plain(found.body) === plain(text) && found.apiVersion === apiVersion;
}
