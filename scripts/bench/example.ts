import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { newHome } from './home.ts';
import { type Used, used } from './measure.ts';

/** What the example of this repository uses, from nothing: deploy, plan, deploy again, verify. */
export function example(main: string): Readonly<Record<'deploy' | 'plan' | 'again' | 'verify', Used>> {
  const { project, command } = newHome();
  for (const name of ['keyway.yaml', 'sfdx-project.json']) cpSync(resolve(name), join(project, name));
  const run = (verb: string) => used(command(main, verb, '--json'));
  return { deploy: run('deploy'), plan: run('plan'), again: run('deploy'), verify: run('verify') };
}
