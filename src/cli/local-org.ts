import { setTimeout as sleep } from 'node:timers/promises';
import type { Argv } from 'yargs';
import type { LocalCipherTrust } from '../local/ciphertrust/index.ts';
import {
  localConnection,
  localOrgStatus,
  portOf,
  resetLocalOrg,
  startLocalOrg,
  startLocalOrgWithCipherTrust,
} from '../operations/local-org.ts';
import type { Outcome } from '../report/output.ts';
import { print, printable, printJsonText } from '../report/terminal.ts';
import { defineCommand, type FlagsOf } from './command.ts';

const flags = (args: Argv) =>
  args
    .positional('action', {
      choices: ['start', 'reset', 'status'] as const,
      describe: 'what to do',
      demandOption: true,
    })
    .option('state-dir', { type: 'string', describe: 'folder for the state of the org', requiresArg: true })
    .option('port', {
      alias: 'p',
      type: 'number',
      describe: 'port on 127.0.0.1; 0 chooses a free one',
      default: 0,
      requiresArg: true,
    })
    .option('alias', {
      type: 'string',
      describe: 'start: register the org with the sf CLI under this alias',
      requiresArg: true,
    })
    .option('seed', {
      type: 'string',
      describe: 'start: file with what a new org contains',
      requiresArg: true,
    })
    .option('with-ciphertrust', {
      type: 'boolean',
      describe: 'start: also start a CipherTrust with a connection to the org',
      default: false,
    });

type Flags = FlagsOf<typeof flags>;

export const command = defineCommand({
  flags,
  async run(args) {
    const place = { stateDir: args.stateDir, config: args.config };
    if (args.action === 'start') return serve(args, place);
    if (args.action === 'reset') {
      const result = await resetLocalOrg(place);
      if (!args.json) print(`The local org in ${printable(result.stateDir)} is reset.`);
      return { result };
    }
    const result = await localOrgStatus(place);
    if (!args.json) {
      const state = result.running ? `is running at ${result.instanceUrl}` : 'is not running';
      print(`The local org in ${printable(result.stateDir)} ${state}.`);
    }
    return { result };
  },
});

/** Serves until SIGTERM or Ctrl-C. With --json, prints one line with the address as soon as it is ready. */
async function serve(
  args: Flags,
  place: { stateDir: string | undefined; config: string | undefined },
): Promise<Outcome> {
  const alias = args.alias;
  const start = { ...place, port: portOf(args.port), alias, seed: args.seed };
  const both = args.withCiphertrust === true ? await startLocalOrgWithCipherTrust(start) : undefined;
  const org = both?.org ?? (await startLocalOrg(start));
  const { url: instanceUrl, accessToken, username, orgId } = org;
  const cipherTrust = both ? loginOf(both.cipherTrust) : undefined;
  if (args.json) printJsonText({ instanceUrl, accessToken, username, orgId, cipherTrust });
  else {
    print(`The local org is at ${instanceUrl} (user ${printable(username)}). Press Ctrl-C to stop it.`);
    print('  Open it in a browser to see what it contains.');
    if (alias === undefined) {
      print('  To use it with the sf CLI, pass --alias NAME. To get an access token, pass --json.');
    } else print(`  Its alias is ${printable(alias)}: sf org display -o ${printable(alias)}`);
    if (cipherTrust) {
      print(`CipherTrust is at ${cipherTrust.url}; its connection to the org is called ${localConnection}.`);
      print(`  Trust ${printable(cipherTrust.caFile ?? '')}. To get its login, pass --json.`);
    }
  }
  const failures = [org.failed, ...(both ? [both.cipherTrust.failed] : [])];
  const ending = AbortSignal.any([args.signal, ...failures]);
  await new Promise<void>((resolve) => {
    if (ending.aborted) resolve();
    else ending.addEventListener('abort', () => resolve(), { once: true });
  });
  // Wait until the client whose change failed has its answer.
  if (!args.signal.aborted) await sleep(200);
  await both?.cipherTrust.close();
  await org.close();
  for (const failed of failures) failed.throwIfAborted();
  return { result: undefined, printed: true };
}

/** How clients sign in to the CipherTrust beside the org. */
function loginOf({ url, caFile, fingerprint, username, password }: LocalCipherTrust) {
  return { url, caFile, fingerprint, username, password, connection: localConnection };
}
