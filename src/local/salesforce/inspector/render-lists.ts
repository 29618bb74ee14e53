import { html } from 'hono/html';
import { badge, empty, type Html, moment, type Tone, table } from './parts.ts';
import type { LoggedRequest } from './request-log.ts';
import type { InspectorState, Job, Key, KeyEvent } from './state.ts';

const KEY_TONES: Readonly<Record<string, Tone>> = { ACTIVE: 'good', ARCHIVED: 'calm', DESTROYED: 'bad' };
const SOURCES: Readonly<Record<string, string>> = {
  HSM: 'made by Salesforce',
  UPLOADED: 'uploaded',
  REMOTE: 'cache-only',
};

/** Rows of TenantSecret, without key material. */
export const renderKeys = (keys: readonly Key[]): Html => {
  if (keys.length === 0) return empty('There is no tenant secret.');
  const row = (key: Key): Html => html`
    <tr>
      <td>${key.version}</td>
      <td>${key.type}</td>
      <td>${badge(KEY_TONES[key.status] ?? 'calm', key.status)}</td>
      <td>${SOURCES[key.source] ?? key.source}</td>
      <td>${key.description}</td>
      <td>${key.identifier}</td>
      <td>${key.namedCredential}</td>
      <td>${key.certificate}</td>
      <td>${cacheOf(key)}</td>
      <td class="nowrap">${moment(key.created)}</td>
      <td class="id">${key.id}</td>
    </tr>
  `;
  const heads = [
    'Version',
    'Type',
    'Status',
    'Source',
    'Description',
    'Identifier',
    'Fetched by',
    'Certificate',
    'Cache',
    'Created',
    'Id',
  ];
  return table('Keys', heads, keys.map(row));
};

const cacheOf = ({ cache }: Key): string => {
  if (cache === undefined) return '';
  const { fetched, failedSince, next } = cache;
  if (failedSince === undefined)
    return `fetched ${moment(fetched)}${next === undefined ? '' : `, kept until ${moment(next)}`}`;
  return `failing since ${moment(failedSince)}, ${next === undefined ? 'given up' : `next try ${moment(next)}`}`;
};

/** Callouts to key services. */
export const renderKeyEvents = (events: readonly KeyEvent[]): Html => {
  if (events.length === 0) return empty('No key has been fetched.');
  const row = ({ at, statusCode, version, message }: KeyEvent): Html => html`
    <tr>
      <td class="nowrap">${moment(at)}</td>
      <td>${badge(statusCode === 'SUCCESS' ? 'good' : 'bad', statusCode)}</td>
      <td>${version ?? 'a new key'}</td>
      <td>${message}</td>
    </tr>
  `;
  return table('Key events', ['Time', 'StatusCode', 'Version', 'Message'], events.map(row));
};

const JOB_TONES: Readonly<Record<string, Tone>> = {
  Succeeded: 'good',
  SucceededPartial: 'warn',
  Failed: 'bad',
  Canceled: 'warn',
};

export const renderJobs = (jobs: readonly Job[]): Html =>
  jobs.length === 0 ? empty('Nothing has been deployed.') : html`${jobs.map(renderJob)}`;

const renderJob = (job: Job): Html => html`
  <details class="job" data-key="${job.id}" ${job.status === 'Failed' ? 'open' : ''}>
    <summary>
      ${badge(JOB_TONES[job.status] ?? 'calm', job.status)}
      <span class="id">${job.id}</span>
      <span>${counts(job)}</span>
      <span class="small">${moment(job.created)} by ${job.by}</span>
    </summary>
    ${job.error === '' ? '' : html`<p class="problem">${job.error}</p>`}
    ${job.messages.length === 0 ? empty('It has no messages.') : html`<ul class="messages">${job.messages.map(renderMessage)}</ul>`}
  </details>
`;

const counts = ({ checkOnly, deployed, errors, total, done }: Job): string => {
  const what = checkOnly ? 'validated' : 'deployed';
  if (!done) return checkOnly ? 'validation' : 'deploy';
  return `${deployed} of ${total} ${what}${errors > 0 ? `, ${errors} ${errors === 1 ? 'error' : 'errors'}` : ''}`;
};

const renderMessage = (message: Job['messages'][number]): Html => {
  const { success, problem, problemType, componentType, fullName, fileName, lineNumber, columnNumber } =
    message;
  const place = lineNumber === undefined ? fileName : `${fileName}:${lineNumber}:${columnNumber ?? 1}`;
  const warning = problemType === 'Warning';
  return html`
    <li>
      ${badge(success ? (warning ? 'warn' : 'good') : 'bad', success ? (warning ? 'Warning' : outcome(message)) : 'Error')}
      <span>${componentType} <strong>${fullName}</strong></span>
      <span class="small">${place}</span>
      ${problem === undefined ? '' : html`<p class="problem">${problem}</p>`}
    </li>
  `;
};

const outcome = ({ created, deleted, changed }: Job['messages'][number]): string => {
  if (created) return 'Created';
  if (deleted) return 'Deleted';
  return changed ? 'Changed' : 'Unchanged';
};

export const renderRequests = (requests: readonly LoggedRequest[]): Html => {
  if (requests.length === 0) return empty('No request has come since this process began.');
  const row = ({ at, method, path, operation, status, milliseconds }: LoggedRequest): Html => html`
    <tr>
      <td class="nowrap">${moment(at).slice(11)}</td>
      <td>${statusBadge(status)}</td>
      <td>${method}</td>
      <td class="path">${path} ${operation === undefined ? '' : html`<strong>${operation}</strong>`}</td>
      <td class="number">${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)}</td>
    </tr>
  `;
  return table('Requests', ['Time', 'Status', 'Method', 'Path', 'ms'], requests.map(row));
};

const statusBadge = (status: number | undefined): Html => {
  if (status === undefined) return badge('bad', 'dropped');
  if (status < 400) return badge('good', String(status));
  return badge(status < 500 ? 'warn' : 'bad', String(status));
};

export const renderOrg = ({ org, chain, keys }: InspectorState): Html => {
  const { name, id, kind, namespace, url, now, clockIsSet, faults } = org;
  const active = keys.filter(({ status }) => status === 'ACTIVE').length;
  return html`
    <dl class="facts">
      <div><dt>Org</dt><dd>${name}</dd></div>
      <div><dt>Kind</dt><dd>${kind}</dd></div>
      ${namespace === undefined ? '' : html`<div><dt>Namespace</dt><dd>${namespace}</dd></div>`}
      <div><dt>Id</dt><dd class="id">${id}</dd></div>
      <div><dt>Address</dt><dd>${url}</dd></div>
      <div><dt>Chains</dt><dd>${chain.links.length + chain.more}</dd></div>
      <div><dt>Active keys</dt><dd>${active}</dd></div>
    </dl>
    ${clockIsSet ? html`<p class="note">The org's clock was set: it is ${moment(now)} UTC there.</p>` : ''}
    ${faults.length === 0 ? '' : html`<p class="note">Set to go wrong: ${faults.map(({ kind: fault, request, operation, times = 1 }) => `${fault} ×${times}${(operation ?? request) ? ` (${operation ?? request})` : ''}`).join(', ')}.</p>`}
  `;
};
