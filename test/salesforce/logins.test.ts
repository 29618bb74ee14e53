import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import { type Answer, type FakeSalesforce, fakeSalesforce, type Received, TOKEN } from './fake-salesforce.ts';

const RENEWED = `${TOKEN}_renewed`;
const USERNAME = 'admin@acme.example';

/** All files below a folder with their hashes, to detect changes. */
async function tree(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const hashed = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [
      path,
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(hashed));
}

/** Runs in a separate process, because `os.homedir()` reads the real environment, which a test can't set. */
async function inHome(home: string, script: string): Promise<Record<string, unknown>> {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    USERPROFILE: home,
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    DEBUG: '*',
    SF_LOG_LEVEL: 'trace',
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env,
    cwd: home,
  });
  return JSON.parse(stdout);
}

/** Connects and prints the org or the error, and whether the output contains the token. */
const connectScript = (target: object) => `
  const { connect } = await import(${JSON.stringify(resolve('src/salesforce/index.ts'))});
  try {
    const org = await connect(${JSON.stringify(target)}, { apiVersion: '66.0', stateDir: 'state' });
    await org.close();
    console.log(JSON.stringify(org));
  } catch ({ code, message, actions }) {
    console.log(JSON.stringify({ code, message, actions, stdout: '' }));
  }`;

/** Signs in like the sf CLI, with its own library. */
const loginScript = (options: object, alias: string) => `
  const { createRequire } = await import('node:module');
  const { AuthInfo } = createRequire(${JSON.stringify(resolve('package.json'))})('@salesforce/core');
  process.env.SF_DISABLE_LOG_FILE = 'true';
  const info = await AuthInfo.create(${JSON.stringify(options)});
  await info.save();
  await info.setAlias(${JSON.stringify(alias)});
  console.log('{}');`;

const TIMEOUT = 60_000;
jest.setTimeout(TIMEOUT);

describe('sign-ins of the sf CLI', () => {
  let template: string;
  let home: string;
  let server: FakeSalesforce;
  let valid: string;
  let tokenAnswer: (request: Received) => Answer;

  const oauth2Options = () => ({ loginUrl: server.url, clientId: 'PlatformCLI', refreshToken: 'refresh-me' });

  // A sign-in takes two seconds, so it is made once and copied for each test.
  beforeAll(async () => {
    server = await fakeSalesforce((request) => {
      if (request.path === '/services/oauth2/token') return tokenAnswer(request);
      if (/\/sobjects\/User\//.test(request.path)) return { json: { Username: USERNAME } };
      const isOpen = request.path === '/services/data' || request.headers.authorization === `Bearer ${valid}`;
      return isOpen
        ? undefined
        : { status: 401, json: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] };
    });
    open();
    template = await mkdtemp(join(tmpdir(), 'keyway-login-'));
    await inHome(template, loginScript({ oauth2Options: oauth2Options() }, 'acme'));
  }, TIMEOUT);

  beforeEach(async () => {
    open();
    home = await mkdtemp(join(tmpdir(), 'keyway-home-'));
  });

  afterEach(() => rm(home, { recursive: true }));

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(template, { recursive: true });
  });

  /** An org whose only session is TOKEN. */
  const open = () => {
    valid = TOKEN;
    tokenAnswer = () => ({
      json: {
        access_token: valid,
        instance_url: server.url,
        id: `${server.url}/id/00D000000000001EAA/005000000000001AAA`,
      },
    });
  };
  const logIn = async () => {
    await cp(template, home, { recursive: true });
    return { before: await tree(home), seen: server.received.length };
  };
  const connectAs = (name: string) => inHome(home, connectScript({ kind: 'alias', name, from: 'flag' }));
  const since = (seen: number) => server.calls().slice(seen).toSorted();
  const identityCalls = ['GET /services/data/v66.0/query', 'GET /services/oauth2/userinfo'];

  it.each(['acme', USERNAME])(
    '%s is found by alias or username, with two requests and without writing a byte',
    async (name) => {
      const { before, seen } = await logIn();
      expect(Object.keys(before)).toHaveLength(3);
      expect(await connectAs(name)).toMatchObject({
        username: USERNAME,
        kind: 'production',
        instanceUrl: server.url,
      });
      expect(since(seen)).toEqual(identityCalls);
      expect(await tree(home)).toEqual(before);
    },
  );

  it('an expired session is renewed once, only in memory', async () => {
    const { before, seen } = await logIn();
    valid = RENEWED;
    expect(await connectAs('acme')).toMatchObject({ username: USERNAME });
    expect(since(seen).filter((call) => call.startsWith('POST'))).toEqual(['POST /services/oauth2/token']);
    const form = new URLSearchParams(
      server.received.find(({ path }, at) => at >= seen && path.endsWith('/token'))?.body,
    );
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'refresh_token',
      client_id: 'PlatformCLI',
      refresh_token: 'refresh-me',
    });
    expect(await tree(home)).toEqual(before);
  });

  it('a JWT sign-in is renewed with its private key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const privateKeyFile = join(home, 'server.key');
    await writeFile(privateKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const options = { loginUrl: server.url, clientId: 'my-app', privateKeyFile };
    await inHome(home, loginScript({ username: USERNAME, oauth2Options: options }, 'acme'));
    const [before, seen] = [await tree(home), server.received.length];
    valid = RENEWED;
    expect(await connectAs('acme')).toMatchObject({ username: USERNAME });
    const form = new URLSearchParams(
      server.received.find(({ path }, at) => at >= seen && path.endsWith('/token'))?.body,
    );
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(decodeJwt(form.get('assertion') ?? '')).toMatchObject({
      iss: 'my-app',
      sub: USERNAME,
      aud: 'https://login.salesforce.com',
    });
    expect(await tree(home)).toEqual(before);
  });

  it('a refused refresh token is distinguished from an expired session', async () => {
    await logIn();
    valid = RENEWED;
    tokenAnswer = () => ({
      status: 400,
      json: { error: 'invalid_grant', error_description: 'expired access/refresh token' },
    });
    expect(await connectAs('acme')).toMatchObject({
      code: 'RefreshFailed',
      message: expect.stringContaining("couldn't be renewed: expired access/refresh token."),
      actions: [`Sign in again: sf org login web --alias acme --instance-url ${server.url}`],
    });
  });

  it("a session that stays invalid after its renewal isn't renewed forever", async () => {
    const { seen } = await logIn();
    valid = 'another';
    tokenAnswer = () => ({ json: { access_token: RENEWED, instance_url: server.url } });
    expect(await connectAs('acme')).toMatchObject({ code: 'SessionExpired' });
    expect(since(seen).filter((call) => call.startsWith('POST'))).toHaveLength(1);
  });

  it('an unknown name is refused with the most similar ones, and nothing is created', async () => {
    expect(await connectAs('acme')).toEqual({
      code: 'OrgNotLoggedIn',
      message: "The sf CLI isn't signed in to an org named acme.",
      actions: ['Sign in with sf org login web --alias acme', 'To list the orgs: sf org list'],
      stdout: '',
    });
    expect(await readdir(home)).toEqual([]);
    const { seen } = await logIn();
    expect(await connectAs('acne')).toMatchObject({
      actions: expect.arrayContaining(['Did you mean acme?']),
    });
    expect(await connectAs('../acme')).toMatchObject({ code: 'OrgNotLoggedIn' });
    expect(since(seen)).toEqual([]);
  });

  it("a sign-in whose key is gone can't be read, and no new key is created", async () => {
    await logIn();
    await rm(join(home, '.sfdx', 'key.json'));
    const before = await tree(home);
    expect(await connectAs('acme')).toMatchObject({ code: 'LoginUnreadable' });
    expect(await tree(home)).toEqual(before);
  });

  it('an access token leaves nothing in the home folder, not even beside an existing sign-in', async () => {
    const target = { kind: 'token', instanceUrl: server.url, accessToken: valid };
    expect(await inHome(home, connectScript(target))).toMatchObject({ username: USERNAME });
    expect(await readdir(home)).toEqual([]);
    const { before } = await logIn();
    target.accessToken = valid = RENEWED;
    expect(await inHome(home, connectScript(target))).toMatchObject({ username: USERNAME });
    expect(await tree(home)).toEqual(before);
  });
});
