import { KeywayError } from '../errors.ts';
import type { Command } from './command.ts';
import type { Group } from './entry.ts';

/** Tenant secrets: each action is a file of its own, `key-<action>.ts`, with its own flags. */
export const keyCommands: Group = {
  usage: 'key',
  describe: 'tenant secrets: list, create, upload, rotate, export, import, activate, destroy, …',
  actions: [
    action('list', 'what keys the org has, and when each may be rotated next'),
    action('create', 'a new key: made by Salesforce, or cache-only'),
    action('upload', "the customer's own key (BYOK)"),
    action('rotate', 'a new key from where the active one came from'),
    action('export', 'a backup of a key, sealed', 'export'),
    action('import', 'a destroyed key back from its backup', 'import <file>'),
    action('activate', 'a cache-only key that is DESTROYED, once more'),
    action('destroy', 'makes what a key encrypted unreadable'),
    action('schedule', 'rotation by scheduled Apex', 'schedule [type]'),
    action('probe', 'call a key service as Salesforce would', 'probe [name]'),
  ],
};

function action(name: string, describe: string, usage = name) {
  return { usage, describe, load: () => load(name) };
}

async function load(name: string): Promise<Command> {
  try {
    return ((await import(`./key-${name}.ts`)) as { command: Command }).command;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new KeywayError('NotYet', `key ${name} is not in this version of keyway yet.`);
  }
}
