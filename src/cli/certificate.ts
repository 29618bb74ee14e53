import type { Group } from './entry.ts';

/** The org's certificates. */
export const certificateCommands: Group = {
  usage: 'certificate',
  describe: 'work with certificates of the org',
  actions: [
    {
      usage: 'list',
      describe: "list the org's certificates and when each expires",
      example: 'certificate list --env uat',
      load: async () => (await import('./certificate-list.ts')).command,
    },
    {
      usage: 'get <name>',
      describe: 'get a certificate chain for the owner of the key service',
      example: 'certificate get AcmeByok --out acme-byok.pem',
      load: async () => (await import('./certificate-get.ts')).command,
    },
  ],
};
