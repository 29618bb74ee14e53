import type { Group } from './entry.ts';

/** Thales CipherTrust: each action is a file of its own below `cckm/`, with its own flags. */
export const cckmCommands: Group = {
  usage: 'cckm',
  describe: 'keys in Thales CipherTrust: login, organizations, certificates, keys, upload, …',
  actions: [
    {
      usage: 'login',
      describe: 'try the login; nothing is stored',
      load: async () => (await import('./cckm/login.ts')).command,
    },
    {
      usage: 'organizations [action] [name]',
      describe: 'Salesforce orgs that it manages keys of',
      load: async () => (await import('./cckm/organizations.ts')).command,
    },
    {
      usage: 'certificates [action] [name]',
      describe: 'certificates of orgs that keys are wrapped for',
      load: async () => (await import('./cckm/certificates.ts')).command,
    },
    {
      usage: 'endpoints [action] [name]',
      describe: 'where orgs fetch cache-only keys',
      load: async () => (await import('./cckm/endpoints.ts')).command,
    },
    {
      usage: 'issuers [action] [name]',
      describe: 'whose tokens endpoints take',
      load: async () => (await import('./cckm/issuers.ts')).command,
    },
    {
      usage: 'named-credentials',
      describe: 'named credentials of an org, as it sees them',
      load: async () => (await import('./cckm/named-credentials.ts')).command,
    },
    {
      usage: 'keys [action] [id]',
      describe: 'tenant secrets that it knows',
      load: async () => (await import('./cckm/keys.ts')).command,
    },
    {
      usage: 'upload',
      describe: 'one of its keys becomes a tenant secret of an org (BYOK)',
      load: async () => (await import('./cckm/upload.ts')).uploadCommand,
    },
    {
      usage: 'upload-cache-only',
      describe: 'one of its keys is fetched by an org, and kept only in its cache',
      load: async () => (await import('./cckm/upload.ts')).cacheOnlyCommand,
    },
    {
      usage: 'activate <id>',
      describe: 'a cache-only key that is DESTROYED, once more',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('activate'),
    },
    {
      usage: 'destroy <id>',
      describe: 'makes what an archived key encrypted unreadable',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('destroy'),
    },
    {
      usage: 'import <id>',
      describe: 'a destroyed key back from its backup',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('import'),
    },
    {
      usage: 'delete-backup <id>',
      describe: 'of a destroyed key: then nothing brings it back',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('delete-backup'),
    },
    {
      usage: 'synchronize [action] [id]',
      describe: 'bring what it knows to what the orgs have',
      load: async () => (await import('./cckm/synchronize.ts')).command,
    },
    {
      usage: 'reports [action] [name]',
      describe: 'what was done with keys',
      load: async () => (await import('./cckm/reports.ts')).command,
    },
  ],
};
