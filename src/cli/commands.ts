import { cckmCommands } from './cckm.ts';
import { certificateCommands } from './certificate.ts';
import type { Entry, Group } from './entry.ts';
import { keyCommands } from './key.ts';

/** All commands. A command's file is imported when it is called. */
export const commands: readonly (Entry | Group)[] = [
  {
    usage: 'init',
    describe: 'create a config',
    example:
      'init --template oauth-client-credentials --name AcmeKms --url https://kms.acme.example/v1/keys --org uat=acme-uat',
    load: async () => (await import('./init.ts')).command,
  },
  {
    usage: 'validate',
    describe: 'check the config and all its environments offline',
    example: 'validate',
    load: async () => (await import('./validate.ts')).command,
  },
  {
    usage: 'fmt',
    describe: 'format the config and keep its comments',
    example: 'fmt --check',
    load: async () => (await import('./fmt.ts')).command,
  },
  {
    usage: 'render',
    describe: 'write the metadata as source files, with a manifest',
    example: 'render --check',
    load: async () => (await import('./render.ts')).command,
  },
  {
    usage: 'plan',
    describe: 'compare the config with an org',
    example: 'plan --env uat',
    load: async () => (await import('./plan.ts')).command,
  },
  {
    usage: 'deploy',
    describe: 'plan, apply and verify',
    example: 'deploy --env uat',
    load: async () => (await import('./deploy.ts')).command,
  },
  {
    usage: 'verify',
    describe: 'read everything back from the org and check each link',
    example: 'verify --env uat --callout',
    load: async () => (await import('./verify.ts')).command,
  },
  {
    usage: 'status',
    describe: 'compare all environments with their orgs, on one screen',
    example: 'status',
    load: async () => (await import('./status.ts')).command,
  },
  {
    usage: 'pull [name..]',
    describe: 'bring what an org has into the config',
    example: 'pull AcmeKeys -o acme-uat',
    load: async () => (await import('./pull.ts')).command,
  },
  {
    usage: 'import <name..>',
    describe: 'bring components of an org into the config that it does not have yet',
    example: 'import AcmeKeys -o acme-uat',
    load: async () => (await import('./import.ts')).command,
  },
  {
    usage: 'promote',
    describe: 'verify one environment, then deploy to the next',
    example: 'promote --from uat --to production',
    load: async () => (await import('./promote.ts')).command,
  },
  {
    usage: 'history',
    describe: 'list the deploys to an org',
    example: 'history --env uat',
    load: async () => (await import('./history.ts')).command,
  },
  {
    usage: 'rollback [id]',
    describe: 'return an org to its state before a deploy, or to a git ref',
    example: 'rollback --env uat',
    load: async () => (await import('./rollback.ts')).command,
  },
  {
    usage: 'credential <action> [principal]',
    describe: 'show, set or delete the secrets of principals',
    example: 'credential set AcmeKms-KeyService --env uat',
    load: async () => (await import('./credential.ts')).command,
  },
  {
    usage: 'external-credential <action> [name]',
    describe: 'list, get, change or delete external credentials without a deploy',
    example: 'external-credential get AcmeKms --env uat',
    load: async () => (await import('./external-credential.ts')).command,
  },
  certificateCommands,
  keyCommands,
  cckmCommands,
  {
    usage: 'local-org <action>',
    describe: 'run the embedded org as a server',
    example: 'local-org start --port 8123',
    load: async () => (await import('./local-org.ts')).command,
  },
  {
    usage: 'conformance',
    describe: 'check what keyway assumes of Salesforce on an org',
    example: 'conformance -o my-developer-org --out result.json',
    load: async () => (await import('./conformance.ts')).command,
  },
  {
    usage: 'graph',
    describe: 'show who can call what, through which principal',
    example: 'graph --env uat --from-org --out graph.html',
    load: async () => (await import('./graph.ts')).command,
  },
  {
    usage: 'completion <shell>',
    describe: 'print a script by which a shell completes command lines',
    example: 'completion bash',
    load: async () => (await import('./completion.ts')).command,
  },
  {
    usage: 'explain [code]',
    describe: 'explain an error code',
    example: 'explain PlanOutdated',
    load: async () => (await import('./explain.ts')).command,
  },
];
