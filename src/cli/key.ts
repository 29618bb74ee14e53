import type { Group } from './entry.ts';

/** Tenant secrets. Each action has its own file, with its own flags. */
export const keyCommands: Group = {
  usage: 'key',
  describe: 'work with tenant secrets',
  actions: [
    {
      usage: 'list',
      describe: 'list the keys of the org and when each can be rotated next',
      example: 'key list --env uat',
      load: async () => (await import('./key-list.ts')).command,
    },
    {
      usage: 'create',
      describe: 'create a key: made by Salesforce, or cache-only',
      example: 'key create --type Data --env uat',
      load: async () => (await import('./key-create.ts')).command,
    },
    {
      usage: 'upload',
      describe: 'upload your own key (BYOK)',
      example: 'key upload --type Data --certificate AcmeByok --file data.key',
      load: async () => (await import('./key-upload.ts')).command,
    },
    {
      usage: 'rotate',
      describe: 'replace the active key by a new one from the same source',
      example: 'key rotate --type Data --env uat',
      load: async () => (await import('./key-rotate.ts')).command,
    },
    {
      usage: 'export',
      describe: 'write a sealed backup of a key',
      example: "key export --type Data --version 2 --out data-2.json --passphrase '${env:BACKUP_PASSPHRASE}'",
      load: async () => (await import('./key-export.ts')).command,
    },
    {
      usage: 'import <file>',
      describe: 'restore a destroyed key from its backup',
      example: "key import data-2.json --passphrase '${env:BACKUP_PASSPHRASE}'",
      load: async () => (await import('./key-import.ts')).command,
    },
    {
      usage: 'activate',
      describe: 'let the org fetch a DESTROYED cache-only key again',
      example: 'key activate --type Data --version 8',
      load: async () => (await import('./key-activate.ts')).command,
    },
    {
      usage: 'destroy',
      describe: "destroy a key: what it encrypted can't be read any more",
      example: 'key destroy --type Data --version 2 --confirm Data:2',
      load: async () => (await import('./key-destroy.ts')).command,
    },
    {
      usage: 'schedule [type]',
      describe: 'rotate a key by scheduled Apex',
      example: 'key schedule Data --cron "0 0 3 1 JAN,APR,JUL,OCT ?"',
      load: async () => (await import('./key-schedule.ts')).command,
    },
    {
      usage: 'probe [name]',
      describe: 'call a key service as Salesforce would',
      example: 'key probe AcmeDataKey --env uat',
      load: async () => (await import('./key-probe.ts')).command,
    },
  ],
};
