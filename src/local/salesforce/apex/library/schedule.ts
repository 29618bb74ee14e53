import { ApexObject } from '../classes/declared.ts';
import { notEmulatedHere, raise } from '../exception.ts';
import { AsyncFailure } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import { type ApexValue, NativeObject } from '../values.ts';
import type { Library } from './signature.ts';

/** The argument of a job's execute method. */
export class SchedulableContext extends NativeObject {
  readonly triggerId: string;

  constructor(triggerId: string) {
    super();
    this.triggerId = triggerId;
  }

  describe(): string {
    return `SchedulableContext[getTriggerId=${this.triggerId};]`;
  }
}

export const schedulableContextMethods: Library = {
  'getTriggerId(): Id': (self: SchedulableContext) => self.triggerId,
};

/** Apex Reference Guide, "System Class": schedule and abortJob. */
export const scheduleStatics: Library = {
  'schedule(String, String, Schedulable): String': async (
    name: string,
    cron: string,
    job: ApexValue,
    runtime: Runtime,
  ) => {
    const { host } = runtime;
    if (!host.schedule || !(job instanceof ApexObject)) throw notEmulatedHere('System.schedule');
    // A real test runs the job at Test.stopTest().
    if (runtime.testing) throw notEmulatedHere('System.schedule in a test');
    runtime.countDml(1);
    const id = await asApex(() => host.schedule!({ name, cron, className: job.apexClass.name }));
    runtime.uncommitted = true;
    return id;
  },
  'abortJob(Id): void': async (id: string, runtime: Runtime) => {
    const { host } = runtime;
    if (!host.abortJob) throw notEmulatedHere('System.abortJob');
    runtime.countDml(1);
    await asApex(() => host.abortJob!(id));
    runtime.uncommitted = true;
    return null;
  },
};

async function asApex<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AsyncFailure) throw raise(error.typeName, error.message);
    throw error;
  }
}
