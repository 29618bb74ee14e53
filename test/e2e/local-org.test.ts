import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { chain, local } from './configs.ts';
import { removeWorkspaces, workspace } from './keyway.ts';

afterEach(removeWorkspaces);

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('keyway local-org', () => {
  it('serves an org that deploy reaches by its token, until SIGTERM, and writes nothing at home', async () => {
    const { start, json, home, files, folder } = workspace({ 'keyway.yaml': chain });
    const port = await freePort();
    const args = ['local-org', 'start', '--port', String(port), '--state-dir', 'org', '--json'];

    const server = start(args);
    const { instanceUrl, accessToken, username, orgId } = JSON.parse(await server.line);
    expect(instanceUrl).toBe(`http://127.0.0.1:${port}`);

    const env = { SF_ACCESS_TOKEN: accessToken, SF_ORG_INSTANCE_URL: instanceUrl };
    const deployed = await json(['deploy'], { env });
    expect(deployed).toMatchObject({ status: 0, result: { org: { id: orgId, username, instanceUrl } } });
    expect(JSON.stringify(deployed)).not.toContain(accessToken);
    expect(await json(['local-org', 'status', '--state-dir', 'org'])).toMatchObject({
      result: { running: true, instanceUrl },
    });

    server.process.kill('SIGTERM');
    const { status, stdout } = await server.ended;
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(home)).toEqual([]);
    expect(files()).toEqual(['keyway.yaml', 'org/state.json']);
    expect(await json(['local-org', 'status', '--state-dir', 'org'])).toMatchObject({
      result: { running: false, stateDir: `${folder}/org` },
    });
  });

  it('keeps its state after a restart', async () => {
    const { start, json } = workspace({ 'keyway.yaml': chain });
    const serve = async () => {
      const server = start(['local-org', 'start', '--state-dir', 'org', '--json']);
      const { instanceUrl, accessToken, orgId } = JSON.parse(await server.line);
      const env = { SF_ACCESS_TOKEN: accessToken, SF_ORG_INSTANCE_URL: instanceUrl };
      return { server, env, orgId };
    };
    const first = await serve();
    await json(['deploy'], { env: first.env });
    first.server.process.kill('SIGTERM');
    await first.server.ended;

    const second = await serve();
    expect(second.orgId).toBe(first.orgId);
    expect((await json(['deploy'], { env: second.env })).result).toMatchObject({ changes: [], deploy: null });
    second.server.process.kill('SIGINT');
    expect((await second.server.ended).status).toBe(0);
  });

  it('is the org of a local deploy while it is served', async () => {
    const { start, json } = workspace({ 'keyway.yaml': chain + local });
    const server = start(['local-org', 'start', '--json']);
    const { instanceUrl } = JSON.parse(await server.line);
    expect((await json(['deploy'])).result).toMatchObject({ org: { instanceUrl, kind: 'local' } });
    server.process.kill('SIGTERM');
    await server.ended;
  });

  it('reports which port is taken', async () => {
    const { start, keyway } = workspace();
    const server = start(['local-org', 'start', '--state-dir', 'one', '--json']);
    const { port } = new URL(JSON.parse(await server.line).instanceUrl);
    const { status, stderr } = await keyway(['local-org', 'start', '--state-dir', 'two', '--port', port]);
    expect(status).toBe(1);
    expect(stderr).toContain(`can't listen on port ${port}`);
    server.process.kill('SIGTERM');
    await server.ended;
  });
});
