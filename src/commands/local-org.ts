import type { Outcome } from '../report/output.ts';
import { printable } from '../report/terminal.ts';
import { localOrgStatus, portOf, resetLocalOrg, startLocalOrg } from '../verbs/local-org.ts';
import type { Arguments, Command } from './command.ts';
import { text } from './flags.ts';
import { onStop } from './interrupt.ts';

export const command: Command = {
  flags: (args) =>
    args
      .positional('action', {
        choices: ['start', 'reset', 'status'] as const,
        describe: 'what to do',
        demandOption: true,
      })
      .option('state-dir', { type: 'string', describe: 'where the org keeps its state', requiresArg: true })
      .option('port', {
        alias: 'p',
        type: 'number',
        describe: 'port on 127.0.0.1; 0 takes a free one',
        default: 0,
        requiresArg: true,
      })
      .option('alias', {
        type: 'string',
        describe: 'start: also an org of the sf CLI, by this name',
        requiresArg: true,
      })
      .option('seed', {
        type: 'string',
        describe: 'start: a file that says what a new org holds',
        requiresArg: true,
      }),
  async run(args) {
    const place = { stateDir: text(args.stateDir), config: text(args.config) };
    if (args.action === 'start') return serve(args, place);
    if (args.action === 'reset') {
      const result = await resetLocalOrg(place);
      if (!args.json) console.log(`The local org in ${printable(result.stateDir)} is as it was at first.`);
      return { result };
    }
    const result = await localOrgStatus(place);
    if (!args.json) {
      const state = result.running ? `is served at ${result.instanceUrl}` : 'is not being served';
      console.log(`The local org in ${printable(result.stateDir)} ${state}.`);
    }
    return { result };
  },
};

/** Serves until SIGTERM or Ctrl-C. With --json one line says where, as soon as it is ready. */
async function serve(
  args: Arguments,
  place: { stateDir: string | undefined; config: string | undefined },
): Promise<Outcome> {
  const alias = text(args.alias);
  const org = await startLocalOrg({ ...place, port: portOf(args.port), alias, seed: text(args.seed) });
  const { url: instanceUrl, accessToken, username, orgId } = org;
  if (args.json) process.stdout.write(`${JSON.stringify({ instanceUrl, accessToken, username, orgId })}\n`);
  else {
    console.log(`The local org is at ${instanceUrl} (user ${username}). Ctrl-C ends it.`);
    console.log('  Open that address in a browser to see what is in it.');
    if (alias === undefined) {
      console.log('  --alias NAME also makes it an org of the sf CLI; --json prints an access token.');
    } else console.log(`  It is ${alias} to sf and to keyway: sf org display -o ${alias}`);
  }
  let stopListening = () => {};
  await new Promise<void>((resolve) => {
    stopListening = onStop(resolve);
  });
  await org.close();
  stopListening();
  return { result: undefined, printed: true };
}
