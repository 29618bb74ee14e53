import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { KeywayError } from '../errors/index.ts';
import { writeWholeFile } from '../errors/write-file.ts';
import type { Risk } from '../kinds/change.ts';
import type { Planned } from '../kinds/run.ts';
import type { Session } from '../kinds/session.ts';
import { approvedPlan, parseSavedPlan, type SavedPlan, savedPlan } from './plan-file.ts';
import { describeOrg } from './summary.ts';

/* Plan files: `plan --out` saves one for approval, `deploy --plan` applies it. */

/** @throws KeywayError `FileUnwritable` */
export async function writeSavedPlan(
  file: string,
  session: Session,
  planned: Planned,
  allow: readonly Risk[],
): Promise<void> {
  const saved = savedPlan(contextOf(session), planned, { allow, createdAt: new Date().toISOString() });
  writeWholeFile(file, `${JSON.stringify(saved, null, 2)}\n`, {
    actions: ['Choose a file in a folder that you can write to: --out FILE'],
    makeFolders: true,
  });
}

/** @throws KeywayError `PlanFileUnreadable`, `PlanFileOfOtherVersion`, `PlanFileTampered` */
export function readSavedPlan(file: string): SavedPlan {
  let text: string;
  try {
    text = readFileSync(resolve(file), 'utf8');
  } catch (cause) {
    throw new KeywayError('PlanFileUnreadable', `The plan ${file} cannot be read: ${codeOf(cause)}.`, {
      actions: ['To save a plan: keyway plan --out FILE'],
    });
  }
  return parseSavedPlan(text, file);
}

/** Replaces a newly made plan with the approved one. If nothing is left to do, no approval is needed. */
export function useApprovedPlan(session: Session, planned: Planned, saved: SavedPlan): Planned {
  if (planned.plan.changes.length === 0 && saved.environment === contextOf(session).environment)
    return planned;
  return { ...planned, plan: approvedPlan(saved, contextOf(session), planned) };
}

function contextOf(session: Session) {
  const { environment, org } = describeOrg(session);
  return { environment, org, apiVersion: session.config.apiVersion };
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
