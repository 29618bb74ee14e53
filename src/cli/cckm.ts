import type { Group } from './entry.ts';

/** Thales CipherTrust. Each action has its own file in `cckm/`, with its own flags. */
export const cckmCommands: Group = {
  usage: 'cckm',
  describe: 'work with keys in Thales CipherTrust',
  actions: [
    {
      usage: 'login',
      describe: 'check that you can sign in; nothing is stored',
      example: 'cckm login --url https://ciphertrust.acme.example --ca-file ciphertrust-ca.pem',
      load: async () => (await import('./cckm/login.ts')).command,
    },
    {
      usage: 'organizations [action] [name]',
      describe: 'Salesforce orgs whose keys CipherTrust manages',
      example: 'cckm organizations add --connection acme-salesforce',
      load: async () => (await import('./cckm/organizations.ts')).command,
    },
    {
      usage: 'certificates [action] [name]',
      describe: 'certificates of orgs, for which keys are wrapped',
      example: 'cckm certificates --synchronize',
      load: async () => (await import('./cckm/certificates.ts')).command,
    },
    {
      usage: 'endpoints [action] [name]',
      describe: 'endpoints where orgs fetch cache-only keys',
      example: 'cckm endpoints list',
      load: async () => (await import('./cckm/endpoints.ts')).command,
    },
    {
      usage: 'issuers [action] [name]',
      describe: 'issuers whose tokens the endpoints accept',
      example: 'cckm issuers list',
      load: async () => (await import('./cckm/issuers.ts')).command,
    },
    {
      usage: 'named-credentials',
      describe: 'named credentials of an org, as CipherTrust sees them',
      example: 'cckm named-credentials --organization 00DB000000040bIMAQ',
      load: async () => (await import('./cckm/named-credentials.ts')).command,
    },
    {
      usage: 'keys [action] [id]',
      describe: 'tenant secrets that CipherTrust knows',
      example: 'cckm keys --type Data --status ARCHIVED',
      load: async () => (await import('./cckm/keys.ts')).command,
    },
    {
      usage: 'upload',
      describe: 'upload a CipherTrust key to an org as a tenant secret (BYOK)',
      example: 'cckm upload --type Data --key acme-data --certificate AcmeByok',
      load: async () => (await import('./cckm/upload.ts')).uploadCommand,
    },
    {
      usage: 'upload-cache-only',
      describe: 'let an org fetch a CipherTrust key and keep it only in its cache',
      example:
        'cckm upload-cache-only --type Data --key acme-data --certificate AcmeByok --named-credential AcmeKeys',
      load: async () => (await import('./cckm/upload.ts')).cacheOnlyCommand,
    },
    {
      usage: 'activate <id>',
      describe: 'activate a DESTROYED cache-only key again',
      example: 'cckm activate a2c9f01e-48fd-4a82-bf40-918e581b3255',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('activate'),
    },
    {
      usage: 'destroy <id>',
      describe: "destroy an archived key: what it encrypted can't be read any more",
      example: 'cckm destroy a2c9f01e-48fd-4a82-bf40-918e581b3255 --confirm Data:2',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('destroy'),
    },
    {
      usage: 'import <id>',
      describe: 'restore a destroyed key from its backup',
      example: 'cckm import a2c9f01e-48fd-4a82-bf40-918e581b3255',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('import'),
    },
    {
      usage: 'delete-backup <id>',
      describe: 'delete the backup of a destroyed key: nobody can restore it afterwards',
      example: 'cckm delete-backup a2c9f01e-48fd-4a82-bf40-918e581b3255 --confirm Data:2',
      load: async () => (await import('./cckm/change-key.ts')).changeCommand('delete-backup'),
    },
    {
      usage: 'synchronize [action] [id]',
      describe: 'update what CipherTrust knows of the orgs',
      example: 'cckm synchronize',
      load: async () => (await import('./cckm/synchronize.ts')).command,
    },
    {
      usage: 'reports [action] [name]',
      describe: 'reports on what was done with keys',
      example: 'cckm reports create last-day',
      load: async () => (await import('./cckm/reports.ts')).command,
    },
  ],
};
