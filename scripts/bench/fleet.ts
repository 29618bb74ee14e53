import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Started, stop } from '../../test/local/salesforce/started.ts';
import { newHome } from './home.ts';
import { time } from './measure.ts';

/*
 * Compares one command for many orgs with a command for each org in turn. Each org is a separate process with a
 * delay of 100 ms.
 */

const delay = 100;
/** The number of orgs to measure in turn, if the fleet is larger. */
const maxInTurn = 20;

export interface Fleet {
  readonly orgs: number;
  /** Seconds for one command for all orgs. */
  readonly together: number;
  /** Seconds for a command for each org; for a large fleet, extrapolated from the first 20. */
  readonly inTurn: number;
}

export async function fleet(main: string, orgs: number): Promise<Fleet> {
  const { project, command, newOrg } = newHome();
  const aliases = Array.from({ length: orgs }, (_, index) => `acme-${index}`);
  const started: Started[] = [];
  try {
    // One after another, because each sign-in writes files of the sf CLI.
    for (const alias of aliases) started.push(await newOrg(alias));
    writeFileSync(join(project, 'keyway.yaml'), config(aliases));
    time(command(main, 'deploy', '--json'));
    for (const { facts } of started) await answerLate(facts);
    const together = time(command(main, 'verify', '--concurrency', '100', '--json')) / 1000;
    const some = aliases.slice(0, maxInTurn);
    const each = some.reduce((sum, alias) => sum + time(command(main, 'verify', '-o', alias, '--json')), 0);
    return { orgs, together, inTurn: ((each / some.length) * orgs) / 1000 };
  } finally {
    await Promise.all(started.map(({ child }) => stop(child)));
  }
}

async function answerLate({ instanceUrl, accessToken }: Started['facts']): Promise<void> {
  const { status } = await fetch(`${instanceUrl}/local-org/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ faults: [{ kind: 'delay', milliseconds: delay, times: 1_000_000 }] }),
  });
  if (status >= 300) throw new Error(`${instanceUrl} took no delay: ${status}`);
}

function config(aliases: readonly string[]): string {
  return `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Custom }
    principals: { KeyService: NamedPrincipal }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: https://kms.acme.example, externalCredential: AcmeKms }
permissionSets:
  AcmeKeyAccess: { label: Acme key access, principals: [AcmeKms-KeyService], assignTo: [autoproc] }
environments:
  fleet: { targetOrgs: [${aliases.join(', ')}], default: true }
`;
}
