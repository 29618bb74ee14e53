import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const script = resolve('templates/ci/comment.mjs');
const mark = '<!-- keyway plan -->';

interface Item {
  readonly id: number;
  text: string;
  open: boolean;
  title?: string;
}

/** The state of a code host: comments of pull request 7, and issues. */
let kept: { comments: Item[]; issues: Item[]; requests: string[]; tokens: Set<string> };
let server: http.Server;
let folder: string;

beforeEach(async () => {
  const others = Array.from({ length: 120 }, (_, at) => ({ id: at + 1, text: 'Looks good', open: true }));
  kept = { comments: others, issues: [], requests: [], tokens: new Set() };
  server = http.createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  folder = mkdtempSync(join(tmpdir(), 'keyway-comment-'));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** The three APIs according to their documents, each in its own form. */
async function answer(request: http.IncomingMessage, response: http.ServerResponse) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const url = new URL(request.url ?? '', base());
  const { method = '' } = request;
  kept.requests.push(`${method} ${url.pathname}`);
  kept.tokens.add(String(request.headers.authorization ?? request.headers['private-token']));
  const sent = text === '' ? {} : JSON.parse(text);
  const isIssue = /\/issues(?:\/\d+)?$/.test(url.pathname) && !url.pathname.includes('/notes');
  const list = isIssue ? kept.issues : kept.comments;
  const written = sent.content?.raw ?? sent.body ?? sent.description;
  const shown = ({ id, text, open }: Item) => ({
    id,
    number: id,
    iid: id,
    ...(url.pathname.startsWith('/repositories') ? { content: { raw: text } } : {}),
    ...(url.pathname.startsWith('/projects') && isIssue ? { description: text } : { body: text }),
    state: open ? 'open' : 'closed',
  });
  const send = (value: unknown, headers = {}) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  if (method === 'POST') {
    list.push({ id: 1000 + list.length, text: written, open: true, title: sent.title });
    return send(shown(list.at(-1) as Item));
  }
  if (method !== 'GET') {
    const item = list.find(({ id }) => String(id) === url.pathname.split('/').at(-1));
    if (!item) return response.writeHead(404).end('{}');
    if (written !== undefined) item.text = written;
    if (sent.state === 'closed' || sent.state_event === 'close') item.open = false;
    return send(shown(item));
  }
  const page = Number(url.searchParams.get('page') ?? 1);
  const open = list.filter((item) => item.open);
  const values = open.slice((page - 1) * 100, page * 100).map(shown);
  url.searchParams.set('page', String(page + 1));
  const next = open.length > page * 100 ? url.href : undefined;
  if (url.pathname.startsWith('/repositories')) return send({ values, ...(next ? { next } : {}) });
  return send(values, next ? { link: `<${next}>; rel="next"` } : {});
}

const hosts = {
  GitHub: () => ({
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: base(),
    GITHUB_REPOSITORY: 'acme/keys',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_TOKEN: 'secret-token',
  }),
  GitLab: () => ({
    GITLAB_CI: 'true',
    CI_API_V4_URL: base(),
    CI_PROJECT_ID: '12',
    CI_MERGE_REQUEST_IID: '7',
    GITLAB_TOKEN: 'secret-token',
  }),
  Bitbucket: () => ({
    BITBUCKET_BUILD_NUMBER: '3',
    BITBUCKET_API_URL: base(),
    BITBUCKET_REPO_FULL_NAME: 'acme/keys',
    BITBUCKET_PR_ID: '7',
    BITBUCKET_TOKEN: 'secret-token',
  }),
};
const names = Object.keys(hosts) as (keyof typeof hosts)[];

async function run(words: readonly string[], env: Readonly<Record<string, string>>, text: string) {
  const file = join(folder, 'plan.md');
  writeFileSync(file, text);
  const [verb = '', ...more] = words;
  const child = spawn(process.execPath, [script, verb, file, ...more], { env, stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const [status] = await once(child, 'close');
  expect(said).not.toContain('secret-token');
  return { status, said };
}

describe.each(names)('the comment of a plan on %s', (name) => {
  it('is added once, then kept up to date', async () => {
    const first = await run(['comment'], hosts[name](), `${mark}\nfirst`);
    expect(first).toEqual({ status: 0, said: 'The plan was added as a comment.\n' });
    const second = await run(['comment'], hosts[name](), `${mark}\nsecond`);
    expect(second).toEqual({ status: 0, said: 'The comment was brought up to date.\n' });
    expect(kept.comments.filter(({ text }) => text.startsWith(mark)).map(({ text }) => text)).toEqual([
      `${mark}\nsecond`,
    ]);
    expect([...kept.tokens].every((token) => token.endsWith('secret-token'))).toBe(true);
  });

  it('is refused with a message', async () => {
    const {
      [names.indexOf(name) === 2 ? 'BITBUCKET_TOKEN' : `${name.toUpperCase()}_TOKEN`]: _token,
      ...rest
    } = hosts[name]() as Record<string, string>;
    expect(await run(['comment'], rest, mark)).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^Error: The variable \w+_TOKEN isn't set\.\n$/),
    });
    expect(await run(['comment'], hosts[name](), 'no mark')).toMatchObject({
      status: 1,
      said: expect.stringContaining("doesn't begin with a mark"),
    });
    server.removeAllListeners('request');
    server.on('request', (_request, response) => response.writeHead(403).end('{"message":"secret-token"}'));
    expect(await run(['comment'], hosts[name](), mark)).toMatchObject({
      status: 1,
      said: expect.stringContaining('answered 403'),
    });
  });
});

describe.each(['GitHub', 'GitLab'] as const)('the issue about drift on %s', (name) => {
  it('is opened, kept up to date, and closed', async () => {
    const issue = (text: string) => run(['issue', 'production differs'], hosts[name](), `${mark}\n${text}`);
    expect((await issue('one')).said).toBe('An issue was opened.\n');
    expect((await issue('two')).said).toBe('The issue was brought up to date.\n');
    expect(kept.issues).toMatchObject([{ text: `${mark}\ntwo`, open: true, title: 'production differs' }]);
    expect((await run(['close'], hosts[name](), mark)).said).toBe('The issue was closed.\n');
    expect((await run(['close'], hosts[name](), mark)).said).toBe('No issue was open.\n');
    expect(kept.issues).toMatchObject([{ open: false }]);
  });
});

it("gets no token on another host's next page", async () => {
  const tokens: unknown[] = [];
  const thief = http.createServer((request, response) => {
    tokens.push(request.headers.authorization);
    response.end('[]');
  });
  thief.listen(0, '127.0.0.1');
  await once(thief, 'listening');
  const elsewhere = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/`;
  server.removeAllListeners('request');
  server.on('request', (_request, response) =>
    response.writeHead(200, { link: `<${elsewhere}>; rel="next"` }).end('[]'),
  );
  const { status } = await run(['comment'], hosts.GitHub(), mark);
  thief.closeAllConnections();
  await new Promise((done) => thief.close(done));
  expect({ status, tokens }).toEqual({ status: 1, tokens: [] });
});
