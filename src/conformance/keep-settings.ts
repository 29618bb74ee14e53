import { errorCodeOf, type Org, retrieve } from '../salesforce/index.ts';
import type { Leftover } from './clean-up.ts';
import { pathOf } from './files.ts';
import { firstProblem, sendJob } from './job.ts';

const name = 'EncryptionKey';
const path = pathOf('Settings', name);

/** Reads the encryption key settings of an org as a file; empty if it has none or doesn't show them. */
export async function readSettings(org: Org): Promise<string> {
  try {
    return (await retrieve(org, new Map([['Settings', [name]]]))).files.get(path) ?? '';
  } catch (error) {
    if (errorCodeOf(error) === undefined) throw error;
    return '';
  }
}

/** Restores encryption key settings that facts changed. If that fails, the run reports it and continues. */
export async function restoreSettings(org: Org, before: string): Promise<readonly Leftover[]> {
  const why = await restored(org, before).catch((error: Error) => error.message);
  const remedy = `Set them in Setup: Encryption Settings. Before the run they were: ${settingsIn(before)}.`;
  return why === undefined ? [] : [{ type: 'Settings', name, why, remedy }];
}

/** Why they differ from before. */
async function restored(org: Org, before: string): Promise<string | undefined> {
  if (before === '' || (await readSettings(org)) === before) return undefined;
  const problem = firstProblem(await sendJob(org, { [path]: before }));
  if (problem !== undefined) return problem;
  return (await readSettings(org)) === before ? undefined : 'The org still shows other settings.';
}

function settingsIn(xml: string): string {
  return [...xml.matchAll(/<(\w+)>(true|false)<\/\1>/g)]
    .map(([, setting, value]) => `${setting} ${value}`)
    .join(', ');
}
