import type { Argv } from 'yargs';
import { KeywayError } from '../errors/index.ts';
import { type InitOptions, init, type TemplateName, templateNamed, templates } from '../operations/init.ts';
import type { Outcome } from '../report/output.ts';
import { print, printable } from '../report/terminal.ts';
import { answerOrInterrupt, askOnTerminal } from './ask.ts';
import { type Arguments, defineCommand, type FlagsOf } from './command.ts';

const templateNames = Object.keys(templates) as TemplateName[];

const flags = (args: Argv) =>
  args
    .option('template', {
      choices: templateNames,
      describe: 'the service, or how it authenticates',
      requiresArg: true,
    })
    .option('name', {
      type: 'string',
      describe: 'developer name of the credentials, such as AcmeKms',
      requiresArg: true,
    })
    .option('url', {
      type: 'string',
      describe: 'URL that calls go to (default: of the template)',
      requiresArg: true,
    })
    .option('token-url', {
      type: 'string',
      describe: 'token endpoint (default: of the template)',
      requiresArg: true,
    })
    .option('org', {
      type: 'array',
      string: true,
      describe: 'an environment and its org, such as uat=acme-uat',
      requiresArg: true,
    });

type Flags = FlagsOf<typeof flags>;

export const command = defineCommand({
  flags,
  async run(args) {
    const result = init(await answers(args));
    if (!args.json) {
      print(`Created ${printable(result.file)} with ${named(result.environments)}.`);
      print('To try it in the local org, without an account: keyway deploy');
      const [, other] = result.environments;
      const command = `keyway plan --env ${other === undefined ? 'NAME' : printable(other)}`;
      const steps = [
        ...(other === undefined ? ['add your org under environments:'] : []),
        ...(result.variables.length === 0 ? [] : [`set ${result.variables.join(' and ')}`]),
        command,
      ];
      print(`For a real org: ${steps.join(', then ')}`);
    }
    const deployed = await offerDeploy(args);
    return { result, ...(deployed?.exitCode === undefined ? {} : { exitCode: deployed.exitCode }) };
  },
});

/** Offers the first deploy, to the local org, if a person can answer. */
async function offerDeploy(args: Flags): Promise<Outcome | undefined> {
  const ask = askOnTerminal(args);
  if (!(await ask?.('Deploy it to the local org now?', true))) return undefined;
  const [{ default: yargs }, { command: deploy }] = await Promise.all([
    import('yargs'),
    import('./deploy.ts'),
  ]);
  const usual = await deploy.flags(yargs([])).parseAsync();
  return deploy.run({ ...usual, ...args, env: 'local' } as Arguments);
}

function named(environments: readonly string[]): string {
  return `${environments.length === 1 ? 'environment' : 'environments'} ${environments.map(printable).join(', ')}`;
}

/** Parses each `uat=acme-uat` as an environment. */
function orgsOf(given: readonly string[] = []): Readonly<Record<string, string>> {
  const pairs = given.map((pair) => {
    const [name = '', ...org] = pair.split('=');
    if (name !== '' && org.join('=') !== '') return [name, org.join('=')] as const;
    throw new KeywayError('UsageWrong', `--org doesn't accept "${printable(pair)}".`, {
      actions: ['Give an environment and the alias or username of its org: --org uat=acme-uat'],
    });
  });
  const twice = pairs.find(
    ([name], index) => name === 'local' || pairs.findIndex(([other]) => other === name) < index,
  );
  if (twice === undefined) return Object.fromEntries(pairs);
  const why = twice[0] === 'local' ? 'is the local org already' : 'is given twice';
  throw new KeywayError('UsageWrong', `Environment ${printable(twice[0])} ${why}.`, {
    actions: ['Give each environment another name.'],
  });
}

/** Takes values from flags first, and asks for the rest on a terminal. */
async function answers(args: Flags): Promise<InitOptions> {
  const given = {
    config: args.config,
    template: args.template as TemplateName | undefined,
    name: args.name,
    url: args.url,
    tokenUrl: args.tokenUrl,
    orgs: orgsOf(args.org as readonly string[] | undefined),
  };
  const { template, name, url } = given;
  const mayAsk = !args.json && !args.quiet && process.stdin.isTTY === true;
  if (template && name && (url || !mayAsk)) return { ...given, template, name };
  if (!mayAsk) {
    const missing = ['template', 'name'].filter((key) => !given[key as keyof typeof given]);
    throw new KeywayError(
      'UsageWrong',
      `Without a terminal, init needs ${missing.map((key) => `--${key}`).join(' and ')}.`,
      {
        actions: [
          'For example: keyway init --template oauth-client-credentials --name AcmeKms --url https://kms.acme.example/v1/keys',
        ],
      },
    );
  }
  const { input, select } = await import('@inquirer/prompts');
  const ask = (message: string, value: string) => answerOrInterrupt(input({ message, default: value }));
  const chosen =
    template ??
    (await answerOrInterrupt(
      select({
        message: 'Which service, or how does it authenticate?',
        choices: templateNames.map((value) => ({ value, name: `${value}: ${templates[value].describe}` })),
        pageSize: templateNames.length,
      }),
    ));
  const asked = Object.keys(given.orgs).length === 0;
  const starting = templateNamed(chosen);
  const needsToken = starting.tokenUrl !== undefined && given.tokenUrl === undefined;
  return {
    config: given.config,
    template: chosen,
    name: name ?? (await ask('Developer name of the credentials', 'AcmeKms')),
    url: url ?? (await ask('URL that calls go to', starting.url)),
    tokenUrl: needsToken ? await ask('Token endpoint', starting.tokenUrl ?? '') : given.tokenUrl,
    orgs: asked ? await askOrgs(ask) : given.orgs,
  };
}

async function askOrgs(
  ask: (message: string, value: string) => Promise<string>,
): Promise<InitOptions['orgs']> {
  const environment = await ask('Environment beside local (none to skip)', 'uat');
  if (environment === 'none') return {};
  return orgsOf([`${environment}=${await askOrg(environment, ask)}`]);
}

/** Asks for one of the orgs that the sf CLI is signed in to, or any other. */
async function askOrg(
  environment: string,
  ask: (message: string, value: string) => Promise<string>,
): Promise<string> {
  const { listLogins } = await import('../salesforce/logins.ts');
  // Without the sf CLI or readable files of it, the person types the name.
  const logins = await listLogins().catch(() => []);
  const another = '';
  const chosen =
    logins.length === 0
      ? another
      : await answerOrInterrupt(
          (await import('@inquirer/prompts')).select({
            message: `Org of ${printable(environment)}`,
            choices: [
              ...logins.map(({ aliases: [alias], username }) => ({
                value: alias ?? username,
                name: printable(alias === undefined ? username : `${alias}   ${username}`),
              })),
              { value: another, name: 'another' },
            ],
            pageSize: 12,
          }),
        );
  return chosen === another
    ? await ask(`Alias or username of the ${printable(environment)} org`, 'acme-uat')
    : chosen;
}
