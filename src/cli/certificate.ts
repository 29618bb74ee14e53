import type { Group } from './entry.ts';

/** The org's certificates. */
export const certificateCommands: Group = {
  usage: 'certificate',
  describe: 'certificates of the org: list, get',
  actions: [
    {
      usage: 'list',
      describe: 'what certificates the org has, and how long each is good',
      load: async () => (await import('./certificate-list.ts')).command,
    },
    {
      usage: 'get <name>',
      describe: 'the chain to trust, for the owner of the key service',
      load: async () => (await import('./certificate-get.ts')).command,
    },
  ],
};
