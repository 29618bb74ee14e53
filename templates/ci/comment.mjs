// Keeps one comment on a pull request, or one issue, up to date. It replaces the previous text.
//
//   node node_modules/sf-keyway/templates/ci/comment.mjs comment plan.md
//   node node_modules/sf-keyway/templates/ci/comment.mjs issue drift.md "production differs from keyway.yaml"
//   node node_modules/sf-keyway/templates/ci/comment.mjs close drift.md
//
// The first line of the file is a marker, `<!-- keyway plan -->`, by which the next run finds this comment. The
// code host and the repository are in variables of its runner; the token is in GITHUB_TOKEN, GITLAB_TOKEN or
// BITBUCKET_TOKEN.
import { readFileSync } from 'node:fs';

const env = process.env;

/** GitHub REST API, "Issue comments" and "Issues". A pull request is an issue there. */
function github() {
  const repository = `/repos/${need('GITHUB_REPOSITORY')}`;
  const number = /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? '')?.[1];
  const api = caller(env.GITHUB_API_URL ?? 'https://api.github.com', {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${need('GITHUB_TOKEN')}`,
    'x-github-api-version': '2022-11-28',
  });
  return {
    comments: () => allPages(api, `${repository}/issues/${pullRequest(number)}/comments?per_page=100`),
    addComment: (body) => api('POST', `${repository}/issues/${pullRequest(number)}/comments`, { body }),
    setComment: ({ id }, body) => api('PATCH', `${repository}/issues/comments/${id}`, { body }),
    issues: async () =>
      (await allPages(api, `${repository}/issues?state=open&per_page=100`)).filter(
        (issue) => issue.pull_request === undefined,
      ),
    addIssue: (title, body) => api('POST', `${repository}/issues`, { title, body }),
    setIssue: (issue, title, body) => api('PATCH', `${repository}/issues/${issue.number}`, { title, body }),
    closeIssue: (issue) => api('PATCH', `${repository}/issues/${issue.number}`, { state: 'closed' }),
    textOf: ({ body }) => body ?? '',
  };
}

/** GitLab REST API, "Notes" and "Issues". */
function gitlab() {
  const project = `/projects/${encodeURIComponent(need('CI_PROJECT_ID'))}`;
  const notes = () => `${project}/merge_requests/${pullRequest(env.CI_MERGE_REQUEST_IID)}/notes`;
  const api = caller(need('CI_API_V4_URL'), { 'private-token': need('GITLAB_TOKEN') });
  return {
    comments: () => allPages(api, `${notes()}?per_page=100`),
    addComment: (body) => api('POST', notes(), { body }),
    setComment: ({ id }, body) => api('PUT', `${notes()}/${id}`, { body }),
    issues: () => allPages(api, `${project}/issues?state=opened&per_page=100`),
    addIssue: (title, body) => api('POST', `${project}/issues`, { title, description: body }),
    setIssue: ({ iid }, title, body) => api('PUT', `${project}/issues/${iid}`, { title, description: body }),
    closeIssue: ({ iid }) => api('PUT', `${project}/issues/${iid}`, { state_event: 'close' }),
    textOf: ({ body, description }) => body ?? description ?? '',
  };
}

/** Bitbucket Cloud REST API, "Pullrequests". A repository may have no issues; then drift fails the step. */
function bitbucket() {
  const repository = `/repositories/${need('BITBUCKET_REPO_FULL_NAME')}`;
  const comments = () => `${repository}/pullrequests/${pullRequest(env.BITBUCKET_PR_ID)}/comments`;
  const api = caller(env.BITBUCKET_API_URL ?? 'https://api.bitbucket.org/2.0', {
    authorization: `Bearer ${need('BITBUCKET_TOKEN')}`,
  });
  const none = () => fail('Bitbucket has no issue to write to. Let the step fail instead.');
  return {
    comments: async () =>
      (await allPages(api, `${comments()}?pagelen=100`)).filter(({ deleted }) => deleted !== true),
    addComment: (raw) => api('POST', comments(), { content: { raw } }),
    setComment: ({ id }, raw) => api('PUT', `${comments()}/${id}`, { content: { raw } }),
    issues: none,
    textOf: ({ content }) => content?.raw ?? '',
  };
}

function caller(base, headers) {
  return async (method, path, body) => {
    const url = path.startsWith('http') ? path : base + path;
    // The token only goes to this host, whatever URL an answer names as the next page.
    if (new URL(url).origin !== new URL(base).origin) fail(`${base} names a next page on another host.`);
    const answer = await fetch(url, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
      headers: { 'user-agent': 'keyway', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error) => fail(`${new URL(base).host} can't be reached: ${error.cause?.code ?? error.message}.`));
    if (!answer.ok) fail(`${new URL(base).host} answered ${answer.status} to ${method} ${new URL(url).pathname}.`);
    return { value: answer.status === 204 ? undefined : await answer.json(), next: nextOf(answer) };
  };
}

/** `<https://…?page=2>; rel="next"` (RFC 8288), for pages of GitHub and GitLab. */
function nextOf(answer) {
  return /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
}

async function allPages(api, first) {
  const all = [];
  let next = first;
  for (let page = 0; next !== undefined && page < 50; page += 1) {
    const answer = await api('GET', next);
    all.push(...(Array.isArray(answer.value) ? answer.value : (answer.value.values ?? [])));
    next = answer.next ?? answer.value.next;
  }
  return all;
}

function need(name) {
  const value = env[name];
  return value === undefined || value === '' ? fail(`The variable ${name} isn't set.`) : value;
}

function pullRequest(number) {
  return /^\d+$/.test(number ?? '') ? number : fail('This run belongs to no pull request.');
}

function fail(sentence) {
  process.stderr.write(`Error: ${sentence}\n`);
  process.exit(1);
}

function host() {
  if (env.GITHUB_ACTIONS === 'true') return github();
  if (env.GITLAB_CI === 'true') return gitlab();
  if (env.BITBUCKET_BUILD_NUMBER !== undefined) return bitbucket();
  return fail('This is no run of GitHub Actions, GitLab CI or Bitbucket Pipelines.');
}

const [what, file, title] = process.argv.slice(2);
const usage = 'Usage: comment.mjs comment FILE | issue FILE TITLE | close FILE';
if (!['comment', 'issue', 'close'].includes(what) || file === undefined) fail(usage);
if (what === 'issue' && title === undefined) fail(usage);
let text;
try {
  text = readFileSync(file, 'utf8');
} catch {
  fail(`${file} can't be read.`);
}
const mark = text.split('\n', 1)[0];
if (!/^<!-- keyway .+ -->$/.test(mark)) fail(`${file} doesn't begin with a mark, such as <!-- keyway plan -->.`);

const code = host();
const isOurs = (one) => code.textOf(one).startsWith(mark);
if (what === 'comment') {
  const ours = (await code.comments()).find(isOurs);
  await (ours ? code.setComment(ours, text) : code.addComment(text));
  console.log(ours ? 'The comment was brought up to date.' : 'The plan was added as a comment.');
} else {
  const ours = (await code.issues()).find(isOurs);
  if (what === 'close') {
    if (ours) await code.closeIssue(ours);
    console.log(ours ? 'The issue was closed.' : 'No issue was open.');
  } else {
    await (ours ? code.setIssue(ours, title, text) : code.addIssue(title, text));
    console.log(ours ? 'The issue was brought up to date.' : 'An issue was opened.');
  }
}
