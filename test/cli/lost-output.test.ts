import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { plan } from '../../src/operations/plan.ts';
import { type Place, placeWithOrg } from '../operations/org-and-config.ts';

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg();
});
afterEach(() => place.close());

/** Runs keyway in a shell; `after` redirects its output. Returns keyway's exit code. */
async function runInShell(words: string, after: string) {
  const line = `set -o pipefail; "$NODE" "$MAIN" ${words} --config "$CONFIG" ${after}`;
  const env = { ...process.env, NODE: process.execPath, MAIN: resolve('src/main.ts'), CONFIG: place.config };
  const child = spawn('bash', ['-c', line], { env, stdio: 'pipe' });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout.resume();
  const [status] = await once(child, 'close');
  return { status, stderr };
}

const isLevel = async () => (await plan({ config: place.config })).changes.length === 0;

describe("output that can't be written", () => {
  it('to a closed pipe lets a deploy end', async () => {
    expect(await runInShell('deploy --yes', '| head -c 1 > /dev/null')).toEqual({ status: 0, stderr: '' });
    expect(await isLevel()).toBe(true);
  });

  it('to a full disk lets a deploy end, and fails with a message', async () => {
    const { status, stderr } = await runInShell('deploy --yes --json', '> /dev/full');
    expect(status).toBe(1);
    expect(stderr).toBe("Error [OutputLost]: The output can't be written (ENOSPC). The command continued.\n");
    expect(await isLevel()).toBe(true);
  });

  it.each(['--version', '--help', 'validate'])('%s has no stack trace', async (words) => {
    const { stderr } = await runInShell(words, '> /dev/full');
    expect(stderr).toMatch(/^Error \[OutputLost\]: .*\n$/);
    expect(await runInShell(words, '| head -c 1 > /dev/null')).toEqual({ status: 0, stderr: '' });
  });

  it('to a full standard error changes nothing', async () => {
    expect(await runInShell('validate', '2> /dev/full')).toEqual({ status: 0, stderr: '' });
  });
});
