/*
 * How much faster one command is for many orgs than the same one after another:
 *     node scripts/measure-fleet.ts [orgs] [milliseconds of delay]
 * Starts local orgs that answer late, deploys a chain to all, and verifies them both ways.
 */
import { fleetHome } from '../test/operations/fleet-home.ts';

const [count = 20, milliseconds = 300] = process.argv.slice(2).map(Number);
const home = await fleetHome(count);
try {
  await home.write(`version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Custom }
    principals: { KeyService: { type: NamedPrincipal } }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: https://kms.acme.example, externalCredential: AcmeKms }
permissionSets:
  AcmeKeyAccess: { label: Acme key access, principals: [AcmeKms-KeyService], assignTo: [autoproc] }
environments:
  fleet: { targetOrgs: ALIASES }
`);
  await timed('deploy', String(count));
  await Promise.all(
    home.orgs.map((org) => org.setFaults([{ kind: 'delay', milliseconds, times: 1_000_000 }])),
  );
  const together = await timed('verify', String(count));
  const inTurn = await timed('verify', '1');
  const start = performance.now();
  for (const alias of home.aliases) {
    const { code, stderr } = await home.keyway('verify', '-o', alias, '--json');
    if (code !== 0) throw new Error(stderr);
  }
  const commands = performance.now() - start;
  console.log(`${count} orgs, ${milliseconds} ms of delay: ${seconds(together)} at once
  a command for each org, one after another: ${seconds(commands)}, ${times(commands / together)}
  one command with --concurrency 1:          ${seconds(inTurn)}, ${times(inTurn / together)}`);
} finally {
  await home.close();
}

async function timed(verb: string, concurrency: string): Promise<number> {
  const start = performance.now();
  const { code, stdout, stderr } = await home.keyway(verb, '--concurrency', concurrency, '--json');
  const elapsed = performance.now() - start;
  const orgs: readonly { checks?: readonly { ok: boolean | null }[] }[] =
    JSON.parse(stdout).result?.orgs ?? [];
  const verified = orgs.filter(
    ({ checks = [] }) => checks.length > 0 && checks.every(({ ok }) => ok !== false),
  );
  if (code !== 0 || verified.length !== count)
    throw new Error(`${verb}: ${verified.length} of ${count} verified\n${stderr}`);
  return elapsed;
}

function seconds(elapsed: number): string {
  return `${(elapsed / 1000).toFixed(1)} s`;
}

function times(factor: number): string {
  return `${factor.toFixed(1)} times as long`;
}
