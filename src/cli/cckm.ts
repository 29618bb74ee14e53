import type { Group } from './entry.ts';

/** Thales CipherTrust: each action is a file of its own below `cckm/`, with its own flags. */
export const cckmCommands: Group = {
  usage: 'cckm',
  describe: 'work with keys in Thales CipherTrust',
  actions: [
    {
      usage: 'login',
      describe: 'check that you can sign in; nothing is stored',
      load: async () => (await import('./cckm/login.ts')).command,
    },
    {
      usage: 'organizations [action] [name]',
      describe: 'Salesforce orgs whose keys CipherTrust manages',
      load: async () => (await import('./cckm/organizations.ts')).command,
    },
    {
      usage: 'certificates [action] [name]',
      describe: 'certificates of orgs, for which keys are wrapped',
      load: async () => (await import('./cckm/certificates.ts')).command,
    },
    {
      usage: 'endpoints [action] [name]',
      describe: 'endpoints where orgs fetch cache-only keys',
      load: async () => (await import('./cckm/endpoints.ts')).command,
    },
    {
      usage: 'issuers [action] [name]',
      describe: 'issuers whose tokens the endpoints accept',
      load: async () => (await import('./cckm/issuers.ts')).command,
    },
    {
      usage: 'named-credentials',
      describe: 'named credentials of an org, as CipherTrust sees them',
      load: async () => (await import('./cckm/named-credentials.ts')).command,
    },
    {
      usage: 'keys [action] [id]',
      describe: 'tenant secrets that CipherTrust knows',
      load: async () => (await import('./cckm/keys.ts')).command,
    },
    {
      usage: 'upload',
      describe: 'upload a CipherTrust key to an org as a tenant secret (BYOK)',
      load: async () => (await import('./cckm/upload.ts')).uploadCommand,
    },
    {
      usage: 'upload-cache-only',
      describe: 'let an org fetch a CipherTrust key and keep it only in its cache',
      load: async () => (await import('./cckm/upload.ts')).cacheOnlyCommand,
    },
    {
      usage: 'activate <id>',
      describe: 'activate a DESTROYED cache-only key again',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('activate'),
    },
    {
      usage: 'destroy <id>',
      describe: "destroy an archived key: what it encrypted can't be read any more",
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('destroy'),
    },
    {
      usage: 'import <id>',
      describe: 'restore a destroyed key from its backup',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('import'),
    },
    {
      usage: 'delete-backup <id>',
      describe: 'delete the backup of a destroyed key: nobody can restore it afterwards',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('delete-backup'),
    },
    {
      usage: 'synchronize [action] [id]',
      describe: 'update what CipherTrust knows of the orgs',
      load: async () => (await import('./cckm/synchronize.ts')).command,
    },
    {
      usage: 'reports [action] [name]',
      describe: 'reports on what was done with keys',
      load: async () => (await import('./cckm/reports.ts')).command,
    },
  ],
};
