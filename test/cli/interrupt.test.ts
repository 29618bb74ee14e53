import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recentDeploys } from '../../src/salesforce/index.ts';
import { type Place, placeWithOrg, secret } from '../operations/org-and-config.ts';
import { rewritingProxy } from '../operations/rewriting-proxy.ts';

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg();
});
afterEach(() => place.close());

interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<{
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

/** Starts a program and collects its output. */
function start(program: string, words: readonly string[], more: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(program, words, { env: { ...process.env, ...more }, stdio: 'pipe' });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk) => {
      printed[name] += chunk;
    });
  return { process: child, ended: once(child, 'close').then(([status]) => ({ status, ...printed })) };
}

const commandLine = (words: readonly string[]) => [
  resolve('src/main.ts'),
  ...words,
  '--config',
  place.config,
];
const keyway = (words: readonly string[], more?: NodeJS.ProcessEnv) =>
  start(process.execPath, commandLine(words), more);

/** On its own terminal, where Ctrl-C is a byte written to the process. */
const keywayOnTerminal = (words: readonly string[]) =>
  start('python3', [
    '-c',
    'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))',
    process.execPath,
    ...commandLine(words),
  ]);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

/** Waits until the journal contains a text, which means that the run has passed that point. */
async function waitForJournal(text: string): Promise<void> {
  const file = join(place.directory, '.keyway', 'journal', `${place.org.orgId}.json`);
  while (!(existsSync(file) && readFileSync(file, 'utf8').includes(text))) await sleep(20);
}

/** Calls `stop` and returns how the command ended, within two seconds. */
async function stopped(running: Running, stop: () => unknown) {
  const begun = performance.now();
  stop();
  const ended = await running.ended;
  expect(performance.now() - begun).toBeLessThan(2000);
  return ended;
}

const continuesMessage = /Interrupted; the deploy job 0Af\w{15} continues in the org\./;

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('says that the running deploy job continues, and exits with 130', async () => {
    await place.org.setFaults([{ kind: 'jobStuck' }]);
    const running = keyway(['deploy']);
    await waitForJournal('deployId');
    const { status, stderr } = await stopped(running, () => running.process.kill(signal));
    expect(status).toBe(130);
    expect(stderr).toMatch(/^Stopping…\n/);
    expect(stderr).toMatch(continuesMessage);
  });

  it('with --json prints one object with the job', async () => {
    await place.org.setFaults([{ kind: 'jobStuck' }]);
    const running = keyway(['deploy', '--json']);
    await waitForJournal('deployId');
    const { status, stdout } = await stopped(running, () => running.process.kill(signal));
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 130,
      name: 'Interrupted',
      data: { deployId: expect.stringMatching(/^0Af\w{15}$/) },
    });
  });
});

describe('Ctrl-C', () => {
  it('says on a terminal that the deploy job continues', async () => {
    await place.org.setFaults([{ kind: 'jobStuck' }]);
    const running = keywayOnTerminal(['deploy', '--yes']);
    await waitForJournal('deployId');
    const { status, stdout } = await stopped(running, () => running.process.stdin?.write('\x03'));
    expect(status).toBe(130);
    expect(stdout).toContain('Stopping…');
    expect(stdout).toMatch(continuesMessage);
  });

  it('aborts a status request, and names the job', async () => {
    await place.org.setFaults([{ kind: 'delay', operation: 'checkDeployStatus', milliseconds: 30_000 }]);
    const running = keyway(['deploy', '--json']);
    await waitForJournal('deployId');
    await sleep(300);
    const { status, stdout } = await stopped(running, () => running.process.kill('SIGINT'));
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 130,
      message: expect.stringMatching(continuesMessage),
    });
  });

  it('aborts the request that sends the job, reports an unknown outcome, and the next run sends no second job', async () => {
    await place.org.setFaults([{ kind: 'delay', operation: 'deploy', milliseconds: 5000 }]);
    const running = keyway(['deploy']);
    await waitForJournal('startedAt');
    await sleep(300);
    const { status, stderr } = await stopped(running, () => running.process.kill('SIGINT'));
    expect(status).toBe(130);
    expect(stderr).toContain('Unknown: whether the stage metadata finished');
    // The org processes what it received after the delay.
    while ((await place.as((org) => recentDeploys(org))).length === 0) await sleep(100);
    await place.org.setFaults([]);
    expect((await keyway(['deploy']).ended).status).toBe(0);
    expect(await place.as((org) => recentDeploys(org))).toHaveLength(1);
  });

  it.each([['plan'], ['verify'], ['deploy'], ['pull'], ['key', 'list']])(
    'aborts the first request of %s',
    async (...words) => {
      const silent = createServer();
      silent.listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const asked = once(silent, 'request');
      const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      const running = keyway(words, { SF_ORG_INSTANCE_URL: url });
      try {
        await Promise.race([asked, running.ended]);
        const { status, stderr } = await stopped(running, () => running.process.kill('SIGINT'));
        expect(status).toBe(130);
        expect(stderr).toMatch(/^Stopping…\nError \[Interrupted\]: Interrupted while /);
      } finally {
        running.process.kill('SIGKILL');
        silent.closeAllConnections();
        silent.close();
      }
    },
  );

  it('ends a command at once when pressed twice', async () => {
    const running = start(process.execPath, [
      '--input-type=module',
      '-e',
      `import { untilInterrupted } from ${JSON.stringify(resolve('src/cli/interrupt.ts'))};
      setTimeout(() => console.log('ready'), 1);
      await untilInterrupted(() => new Promise((done) => setTimeout(done, 60_000)));`,
    ]);
    const { process: child, ended } = running;
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.kill('SIGINT');
    await once(child.stderr as NodeJS.ReadableStream, 'data');
    const begun = performance.now();
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('prints one object with --json when pressed twice', async () => {
    const silent = `import { untilInterrupted } from ${JSON.stringify(resolve('src/cli/interrupt.ts'))};
      setTimeout(() => console.error('ready'), 1);
      await untilInterrupted(() => new Promise((done) => setTimeout(done, 60_000)), true);`;
    const { process: child, ended } = start(process.execPath, ['--input-type=module', '-e', silent]);
    await once(child.stderr as NodeJS.ReadableStream, 'data');
    child.kill('SIGINT');
    await once(child.stderr as NodeJS.ReadableStream, 'data');
    child.kill('SIGINT');
    const { status, stdout } = await ended;
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 130,
      name: 'Interrupted',
      actions: [expect.any(String), expect.any(String)],
    });
  });

  it("ends a secret manager's command that a deploy waits for, before anything is sent", async () => {
    const file = join(place.directory, 'running');
    const endless = `node -e "require('fs').writeFileSync('${file}', ''); setInterval(Object, 1000)"`;
    const text = readFileSync(place.config, 'utf8').replace(
      '"${env:ACME_SECRET}"',
      JSON.stringify(`\${command:${endless}}`),
    );
    await place.write(text);
    const running = keyway(['deploy', '--allow-commands', '--json']);
    await Promise.race([running.ended, until(() => existsSync(file))]);
    const { status, stdout } = await stopped(running, () => running.process.kill('SIGTERM'));
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ name: 'Interrupted' });
    expect(await place.as((org) => recentDeploys(org))).toEqual([]);
  });
});

describe('credential set', () => {
  const set = ['credential', 'set', 'AcmeKms-KeyService', '--yes', '--json'];
  const stored = async () => {
    const { stdout } = await keyway(['credential', 'status', '--json']).ended;
    return JSON.parse(stdout).result.credentials[0].status;
  };

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'reports an unknown outcome if %s interrupts it while it stores, and the next run stores it',
    async (signal) => {
      expect((await keyway(['deploy', '--only', 'metadata']).ended).status).toBe(0);
      let isHeld = false;
      const proxy = await rewritingProxy(
        place.org.url,
        () => {},
        (method, path) => {
          isHeld ||= method === 'POST' && path.includes('/named-credentials/credential');
          return isHeld;
        },
      );
      const running = keyway(set, { SF_ORG_INSTANCE_URL: proxy.url });
      await Promise.race([running.ended, until(() => isHeld)]);
      const { status, stdout } = await stopped(running, () => running.process.kill(signal));
      expect(status).toBe(130);
      const said = JSON.parse(stdout);
      expect(said).toMatchObject({ status: 130, name: 'CredentialNotConfirmed' });
      expect([said.message, ...said.actions].join(' ')).toMatch(
        /storing the credential of AcmeKms-KeyService/,
      );
      expect(stdout).not.toContain(secret);
      await proxy.close();
      const again = JSON.parse((await keyway(set).ended).stdout);
      expect(again.status).toBe(0);
      expect(await stored()).toBe('Configured');
    },
  );
});
