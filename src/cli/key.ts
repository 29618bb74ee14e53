import type { Group } from './entry.ts';

/** Tenant secrets: each action is a file of its own, with its own flags. */
export const keyCommands: Group = {
  usage: 'key',
  describe: 'tenant secrets: list, create, upload, rotate, export, import, …',
  actions: [
    {
      usage: 'list',
      describe: 'what keys the org has, and when each may be rotated next',
      load: async () => (await import('./key-list.ts')).command,
    },
    {
      usage: 'create',
      describe: 'a new key: made by Salesforce, or cache-only',
      load: async () => (await import('./key-create.ts')).command,
    },
    {
      usage: 'upload',
      describe: "the customer's own key (BYOK)",
      load: async () => (await import('./key-upload.ts')).command,
    },
    {
      usage: 'rotate',
      describe: 'a new key from where the active one came from',
      load: async () => (await import('./key-rotate.ts')).command,
    },
    {
      usage: 'export',
      describe: 'a sealed backup of a key',
      load: async () => (await import('./key-export.ts')).command,
    },
    {
      usage: 'import <file>',
      describe: 'a destroyed key back from its backup',
      load: async () => (await import('./key-import.ts')).command,
    },
    {
      usage: 'activate',
      describe: 'have a cache-only key that is DESTROYED fetched once more',
      load: async () => (await import('./key-activate.ts')).command,
    },
    {
      usage: 'destroy',
      describe: 'makes what a key encrypted unreadable',
      load: async () => (await import('./key-destroy.ts')).command,
    },
    {
      usage: 'schedule [type]',
      describe: 'rotation by scheduled Apex',
      load: async () => (await import('./key-schedule.ts')).command,
    },
    {
      usage: 'probe [name]',
      describe: 'call a key service as Salesforce would',
      load: async () => (await import('./key-probe.ts')).command,
    },
  ],
};
