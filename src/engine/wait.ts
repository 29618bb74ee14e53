import type { EngineRun } from './run.ts';
import { settleUnfinished, type Unfinished } from './running-jobs.ts';
import { defaultWait } from './send-components.ts';

/** Waits for the running job and remarks on its outcome. */
export async function waitForUnfinished(run: EngineRun, unfinished: Unfinished): Promise<void> {
  const { session, records, progress, signal, wait = defaultWait } = run;
  const sentence = await progress.stage(
    'Waiting',
    (update) =>
      settleUnfinished(session.org, records.journal, unfinished, {
        wait,
        signal,
        onProgress: ({ id, status }) => update(`for ${id}, which is ${status}`),
      }),
    (text) => text,
  );
  records.remark(sentence);
}
