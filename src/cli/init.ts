import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';
import { type InitOptions, init, type StartProtocol, starts } from '../operations/init.ts';
import { print, printable } from '../report/terminal.ts';
import { answered } from './ask.ts';
import { defineCommand, type FlagsOf } from './command.ts';

const protocols = Object.keys(starts) as StartProtocol[];

const flags = (args: Argv) =>
  args
    .option('protocol', {
      choices: protocols,
      describe: 'how the service authenticates',
      requiresArg: true,
    })
    .option('name', {
      type: 'string',
      describe: 'developer name of the credentials, such as AcmeKms',
      requiresArg: true,
    })
    .option('url', { type: 'string', describe: 'URL that calls go to', requiresArg: true })
    .option('token-url', { type: 'string', describe: 'token endpoint (Oauth)', requiresArg: true });

type Flags = FlagsOf<typeof flags>;

export const command = defineCommand({
  flags,
  async run(args) {
    const result = init(await answers(args));
    if (!args.json) {
      print(
        `${printable(result.file)} is written. It reads ${result.variables.join(', ')} from the environment.`,
      );
      print('Next: keyway validate · keyway deploy');
    }
    return { result };
  },
});

/** Flags first; on a terminal the rest is asked for. */
async function answers(args: Flags): Promise<InitOptions> {
  const given = {
    config: args.config,
    protocol: args.protocol as StartProtocol | undefined,
    name: args.name,
    url: args.url,
    tokenUrl: args.tokenUrl,
  };
  const { protocol, name, url } = given;
  if (protocol && name && url) return { ...given, protocol, name, url };
  if (args.json || !process.stdin.isTTY) {
    const missing = ['protocol', 'name', 'url'].filter((key) => !given[key as keyof typeof given]);
    throw new KeywayError(
      'UsageWrong',
      `init needs ${missing.map((key) => `--${key}`).join(', ')} where it cannot ask.`,
      {
        actions: [
          'For example: keyway init --protocol Oauth --name AcmeKms --url https://kms.acme.example/v1/keys',
        ],
      },
    );
  }
  const { input, select } = await import('@inquirer/prompts');
  const ask = (message: string, value: string) => answered(input({ message, default: value }));
  const chosen =
    protocol ??
    (await answered(
      select({
        message: 'How does the service authenticate?',
        choices: protocols.map((value) => ({ value })),
      }),
    ));
  const needsToken = chosen === 'Oauth' && given.tokenUrl === undefined;
  return {
    config: given.config,
    protocol: chosen,
    name: name ?? (await ask('Developer name of the credentials', 'AcmeKms')),
    url: url ?? (await ask('URL that calls go to', 'https://kms.acme.example/v1/keys')),
    tokenUrl: needsToken
      ? await ask('Token endpoint', 'https://idp.acme.example/oauth2/token')
      : given.tokenUrl,
  };
}
