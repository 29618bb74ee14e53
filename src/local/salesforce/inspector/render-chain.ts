import { html } from 'hono/html';
import type { Chain, Grant, Link, NamedCredentialCard, PrincipalCard, UserCard } from './chain.ts';
import { badge, empty, type Html, more } from './parts.ts';

/**
 * Named credential → external credential → principal → permission set → users, one block for each external
 * credential.
 */
export const renderChain = ({ links, more: left, unlinked }: Chain): Html => {
  if (links.length === 0 && unlinked.length === 0)
    return empty('Nothing is deployed yet.', html`Try <code>keyway deploy</code>.`);
  return html`
    <div class="scroll" role="group" aria-label="Chain" tabindex="0">
      <div class="chain">
        <div class="heads" aria-hidden="true">
          <span>Named credential</span><span>External credential</span>
          <div class="principal">
            <span>Principal</span>
            <div class="grant"><span>Permission set</span><span>Users</span></div>
          </div>
        </div>
        ${links.map(renderLink)}
        ${unlinked.length > 0 ? html`<div class="link">${stack(unlinked.map(namedCredential))}${gap('no external credential')}</div>` : ''}
      </div>
    </div>
    ${more(left, 'external credentials')}
  `;
};

const renderLink = ({ externalCredential, namedCredentials, principals }: Link): Html => html`
  <article class="link" aria-label="External credential ${externalCredential.name}">
    ${namedCredentials.length > 0 ? stack(namedCredentials.map(namedCredential)) : gap('no named credential uses it')}
    <div class="card joined">
      <h3>${externalCredential.name}</h3>
      <p class="label">${externalCredential.label}</p>
      <p class="small">${externalCredential.protocol}</p>
      <p class="id">${externalCredential.id}</p>
    </div>
    <div class="principals">
      ${principals.length > 0 ? principals.map(renderPrincipal) : gap('no principal')}
    </div>
  </article>
`;

const stack = (cards: readonly Html[]): Html => html`<div class="stack">${cards}</div>`;
const gap = (why: string): Html => html`<p class="gap joined">${why}</p>`;

const namedCredential = ({ name, label, type, url, enabled, id }: NamedCredentialCard): Html => html`
  <div class="card">
    <h3>${name}</h3>
    <p class="label">${label}</p>
    <p class="url">${url}</p>
    <p class="small">${type} ${enabled ? '' : badge('bad', 'callouts disabled')}</p>
    <p class="id">${id}</p>
  </div>
`;

const PRINCIPAL_TYPES: Readonly<Record<string, string>> = {
  NamedPrincipal: 'the same for all users',
  PerUserPrincipal: 'each user has a secret',
  AwsStsPrincipal: 'AWS STS',
};

const renderPrincipal = (principal: PrincipalCard): Html => html`
  <div class="principal">
    <div class="card joined">
      <h3>${principal.name}</h3>
      <p class="small">${PRINCIPAL_TYPES[principal.type] ?? principal.type}</p>
      <p>${secretBadge(principal)}</p>
      ${principal.stored.length > 0 ? html`<p class="small">${principal.stored.join(', ')}</p>` : ''}
      <p class="id">${principal.id}</p>
    </div>
    <div class="grants">
      ${principal.grants.length > 0 ? principal.grants.map(renderGrant) : gap('nobody is let in')}
    </div>
  </div>
`;

const secretBadge = ({ stored, users, type }: PrincipalCard): Html => {
  if (stored.length === 0) return badge('warn', 'secret not set');
  if (type !== 'PerUserPrincipal') return badge('good', 'secret set');
  return badge('good', `secret set by ${users} ${users === 1 ? 'user' : 'users'}`);
};

const renderGrant = ({ name, label, isProfile, users, more: left, id }: Grant): Html => html`
  <div class="grant">
    <div class="card joined">
      <h3>${name}</h3>
      <p class="label">${isProfile ? 'Profile' : label}</p>
      <p class="id">${id}</p>
    </div>
    ${users.length > 0 ? html`<ul class="users joined">${users.map(renderUser)}${left > 0 ? html`<li class="small">and ${left} more</li>` : ''}</ul>` : gap('nobody has it')}
  </div>
`;

const renderUser = ({ username, alias, state }: UserCard): Html => html`
  <li>
    <strong>${alias}</strong> ${state === 'active' ? '' : badge('warn', state)}
    <span class="small">${username}</span>
  </li>
`;
