import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sfEnvironment } from '../../test/clients/sf-environment.ts';
import { type Started, startProcess } from '../../test/local/salesforce/started.ts';
import type { Command } from './measure.ts';

/** A temporary home folder with a project, and local orgs with stored sign-ins. */
export interface Home {
  readonly project: string;
  readonly command: (...args: readonly string[]) => Command;
  /** Starts a new org in a separate process, under an alias of the `sf` CLI. */
  readonly newOrg: (alias: string) => Promise<Started>;
}

export function newHome(more: Readonly<Record<string, string>> = {}): Home {
  const home = mkdtempSync(join(tmpdir(), 'keyway-bench-'));
  const project = join(home, 'project');
  mkdirSync(project);
  const env = { ...sfEnvironment(home), ...more };
  return {
    project,
    command: (...args) => ({ args, cwd: project, env }),
    newOrg: (alias) => startProcess(home, '--alias', alias, '--state-dir', mkdtempSync(join(home, 'org-'))),
  };
}
