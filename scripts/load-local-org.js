// Runs many clients at once against a local org in a separate process, on this machine only. Then sends SIGKILL in
// the middle of writes, again and again. Each client knows what it wrote. Exits with 1 on any wrong answer or lost
// write.
//   node scripts/load-local-org.js [--clients 50] [--seconds 60] [--kills 5]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { zipSync } from 'fflate';
import { clientOf, zip } from '../test/local/salesforce/client.ts';
import {
  access,
  externalCredential,
  namedCredential,
  packageXml,
  permissionSet,
  principal,
} from '../test/local/salesforce/samples.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
    kills: { type: 'string', default: '5' },
  },
});
const clients = Math.min(200, Number(values.clients));
const seconds = Math.min(600, Number(values.seconds));
const kills = Math.min(50, Number(values.kills));

process.setMaxListeners(0);
const REST = '/services/data/v66.0';
const wrong = [];
const times = [];

const check = (what, actual, expected) => {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  wrong.push(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
};

const startServer = async (stateDir) => {
  const child = fork('test/local/salesforce/org-process.ts', [JSON.stringify({ stateDir })]);
  process.once('exit', () => child.kill('SIGKILL'));
  const [facts] = await once(child, 'message');
  return { child, client: timed(clientOf(facts)) };
};

/** The same client, but with the time of each request. */
const timed = (client) => ({
  ...client,
  rest: async (...args) => {
    const start = performance.now();
    const answer = await client.rest(...args);
    times.push(performance.now() - start);
    return answer;
  },
});

const queryRows = async ({ rest }, soql) => {
  const { body } = await rest('GET', `${REST}/query?q=${encodeURIComponent(soql)}`);
  return body.records;
};

/** Three components of one job with the same label, which reveal a partial deploy. */
const chainOf = (name, label) => ({
  'package.xml': packageXml([
    `ExternalCredential/${name}`,
    `NamedCredential/${name}`,
    `PermissionSet/${name}`,
  ]),
  [`externalCredentials/${name}.externalCredential`]: externalCredential('Custom', principal('P'), label),
  [`namedCredentials/${name}.namedCredential`]: namedCredential(name).replace('Acme keys', label),
  [`permissionsets/${name}.permissionset`]: permissionSet(access(`${name}-P`), label),
});

const startDeploy = async ({ org }, bytes, options = {}) => {
  const form = new FormData();
  const deployOptions = { rollbackOnError: true, singlePackage: true, ...options };
  form.append('json', new Blob([JSON.stringify({ deployOptions })], { type: 'application/json' }));
  form.append('file', new Blob([bytes], { type: 'application/zip' }), 'package.zip');
  const headers = { authorization: `Bearer ${org.accessToken}` };
  const response = await fetch(`${org.url}${REST}/metadata/deployRequest`, {
    method: 'POST',
    headers,
    body: form,
  });
  return (await response.json()).id;
};

const deploy = (client, files, options) => deployBytes(client, zip(files), options);

const deployBytes = async (client, bytes, options) => {
  const id = await startDeploy(client, bytes, options);
  for (;;) {
    const { body } = await client.rest('GET', `${REST}/metadata/deployRequest/${id}`);
    if (body.deployResult.done) return body.deployResult;
    await sleep(20);
  }
};

const labelsOf = async (client, name) => {
  const soap = async (type) => {
    const { text } = await client.soap(
      'm',
      `<readMetadata><type>${type}</type><fullNames>${name}</fullNames></readMetadata>`,
    );
    return /<label>([^<]*)</.exec(text)?.[1];
  };
  return Promise.all(['ExternalCredential', 'NamedCredential', 'PermissionSet'].map(soap));
};

/** The work that a client repeats; `model` has the expected final labels by name. */
const work = async (client, n, until, model) => {
  for (let round = 0; performance.now() < until; round += 1) {
    const name = `C${n}R${round}`;
    const path = `${REST}/sobjects/PermissionSet`;
    const made = await client.rest('POST', path, { Name: name, Label: 'new' });
    check(`${name} made`, made.status, 201);
    const again = await client.rest('POST', path, { Name: name, Label: 'again' });
    check(`${name} made twice`, [again.status, again.body[0]?.errorCode], [400, 'DUPLICATE_DEVELOPER_NAME']);
    const changed = await client.rest('PATCH', `${path}/${made.body.id}`, { Label: `L${round}` });
    check(`${name} changed`, changed.status, 204);
    model.set(name, `L${round}`);
    check(
      `${name} read`,
      (await queryRows(client, `SELECT Label FROM PermissionSet WHERE Name = '${name}'`)).map(
        ({ Label }) => Label,
      ),
      [`L${round}`],
    );
    if (round % 2 === 0) {
      const gone = await client.rest('DELETE', `${path}/${made.body.id}`);
      check(`${name} deleted`, gone.status, 204);
      model.delete(name);
      check(`${name} gone`, (await client.rest('GET', `${path}/${made.body.id}`)).status, 404);
    }
    if (round % 3 === 0) {
      const chain = `Chain${n}`;
      const result = await deploy(client, chainOf(chain, `D${round}`));
      check(`${chain} deployed`, [result.status, result.numberComponentsDeployed], ['Succeeded', 3]);
      check(`${chain} read back`, await labelsOf(client, chain), [`D${round}`, `D${round}`, `D${round}`]);
      model.set(chain, `D${round}`);
      const dry = await deploy(client, chainOf(chain, 'never'), { checkOnly: true });
      check(
        `${chain} validated`,
        [dry.status, (await labelsOf(client, chain))[2]],
        ['Succeeded', `D${round}`],
      );
    }
    const stranger = await client.rest('GET', `${REST}/limits`, undefined, `nobody${n}`);
    check('a stranger', stranger.status, 401);
    const nonsense = await client.rest('GET', `${REST}/query?q=SELECT+Nope+FROM+User`);
    check(
      'a field that is not there',
      [nonsense.status, nonsense.body[0]?.errorCode],
      [400, 'INVALID_FIELD'],
    );
  }
};

const peakMemory = async (pid) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kilobytes === undefined ? '' : `, ${Math.round(Number(kilobytes) / 1024)} MB at most`;
};

const verify = async (client, model, what) => {
  const rows = await queryRows(
    client,
    'SELECT Name, Label FROM PermissionSet WHERE IsOwnedByProfile = false',
  );
  const found = new Map(rows.map(({ Name, Label }) => [Name, Label]));
  for (const [name, label] of model) check(`${what}: ${name}`, found.get(name), label);
  for (const name of found.keys())
    if (!model.has(name)) wrong.push(`${what}: ${name} is there and should not be`);
};

const load = async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'keyway-load-'));
  const { child, client } = await startServer(stateDir);
  const model = new Map();
  const start = performance.now();
  const until = start + seconds * 1000;
  await Promise.all(Array.from({ length: clients }, (_, n) => work(client, n, until, model)));
  const took = (performance.now() - start) / 1000;
  await verify(client, model, 'at the end');
  const memory = await peakMemory(child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const restarted = await startServer(stateDir);
  await verify(restarted.client, model, 'after SIGKILL');
  restarted.child.kill('SIGKILL');
  await rm(stateDir, { recursive: true });
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)]?.toFixed(0);
  console.log(
    `${clients} clients, ${took.toFixed(0)} s: ${times.length} requests, ${(times.length / took).toFixed(0)} a second; ` +
      `${at(0.5)} ms in the middle, ${at(0.99)} ms for 99 of 100${memory}; ${model.size} components at the end`,
  );
};

/** Writes until the process is killed. Everything that was answered must be there, without partial deploys. */
const kill = async (round) => {
  const stateDir = await mkdtemp(join(tmpdir(), 'keyway-kill-'));
  const { child, client } = await startServer(stateDir);
  const answered = new Map();
  const write = async (n) => {
    for (let k = 0; ; k += 1) {
      const name = `K${n}N${k}`;
      const made = await client.rest('POST', `${REST}/sobjects/PermissionSet`, { Name: name, Label: name });
      if (made.status === 201) answered.set(name, name);
    }
  };
  const deployAll = async (n) => {
    for (let k = 0; ; k += 1) await deploy(client, chainOf(`Half${n}`, `D${k}`));
  };
  const writers = [
    ...Array.from({ length: 10 }, (_, n) => write(n)),
    ...Array.from({ length: 5 }, (_, n) => deployAll(n)),
  ];
  await sleep(300 + Math.random() * 700);
  child.kill('SIGKILL');
  await Promise.allSettled(writers);
  const restarted = await startServer(stateDir);
  const rows = await queryRows(restarted.client, "SELECT Name FROM PermissionSet WHERE Name LIKE 'K%'");
  const kept = new Set(rows.map(({ Name }) => Name));
  const lost = [...answered.keys()].filter((name) => !kept.has(name));
  check(`kill ${round}: writes that were answered and are not there`, lost, []);
  // Accepted jobs run now. Until they end, a label may change between two answers.
  const undone = "SELECT COUNT() FROM DeployRequest WHERE Status IN ('Pending', 'InProgress')";
  while ((await restarted.client.toolingQuery(undone)).body.totalSize > 0) await sleep(20);
  for (let n = 0; n < 5; n += 1) {
    const labels = await labelsOf(restarted.client, `Half${n}`);
    check(`kill ${round}: Half${n}, all of one deploy`, new Set(labels).size, 1);
  }
  console.log(`kill ${round}: ${answered.size} writes answered, ${lost.length} lost`);
  restarted.child.kill('SIGKILL');
  await rm(stateDir, { recursive: true });
};

/** Sends many bodies and zips at once that would exhaust the memory of a server without limits. */
const abuse = async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'keyway-abuse-'));
  const { child, client } = await startServer(stateDir);
  const zeros = new Uint8Array(20_000_000);
  const bomb = zipSync(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`f${n}`, zeros])));
  const large = () =>
    fetch(`${client.org.url}/services/Soap/m/66.0`, { method: 'POST', body: 'x'.repeat(40_000_000) });
  const results = await Promise.all([
    ...Array.from({ length: 10 }, async () => (await large()).status),
    ...Array.from({ length: 10 }, async () => (await deployBytes(client, bomb)).status),
  ]);
  check('abuse', results, [...Array(10).fill(413), ...Array(10).fill('Failed')]);
  check('alive after abuse', (await client.rest('GET', `${REST}/limits`)).status, 200);
  console.log(`10 bodies of 40 MB and 10 zips of 400 MB refused${await peakMemory(child.pid)}`);
  child.kill('SIGKILL');
  await rm(stateDir, { recursive: true });
};

if (seconds > 0) await load();
await abuse();
for (let round = 1; round <= kills; round += 1) await kill(round);
for (const line of wrong.slice(0, 20)) console.error(`WRONG ${line}`);
console.log(wrong.length === 0 ? 'No wrong answer, no lost write.' : `${wrong.length} wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
