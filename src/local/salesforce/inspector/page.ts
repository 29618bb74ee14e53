import { html } from 'hono/html';
import type { Html } from './parts.ts';
import { renderChain } from './render-chain.ts';
import { renderJobs, renderKeyEvents, renderKeys, renderOrg, renderRequests } from './render-lists.ts';
import type { InspectorState } from './state.ts';

type Render = (state: InspectorState) => Html;

/** The page's sections by element id. Each is replaced separately when it changes. */
const SECTIONS: Readonly<Record<string, Render>> = {
  org: renderOrg,
  chain: ({ chain }) => renderChain(chain),
  keys: ({ keys }) => renderKeys(keys),
  events: ({ events }) => renderKeyEvents(events),
  jobs: ({ jobs }) => renderJobs(jobs),
  requests: ({ requests }) => renderRequests(requests),
};

const TITLES = {
  chain: 'Chain',
  keys: 'Keys',
  events: 'Key events',
  jobs: 'Deploy jobs',
  requests: 'Requests',
} as const;

export const renderSections = async (state: InspectorState): Promise<Record<string, string>> => {
  const rendered = Object.entries(SECTIONS).map(async ([id, render]) => [id, String(await render(state))]);
  return Object.fromEntries(await Promise.all(rendered));
};

/** The whole page, readable without scripts. The script keeps it up to date. */
export const page = async (state: InspectorState): Promise<Html> => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${state.org.name} · keyway local org</title>
    <link
      rel="icon"
      href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='%230b74d6' stroke-width='2'%3E%3Ccircle cx='5' cy='8' r='3'/%3E%3Cpath d='M8 8h7m-2 0v3'/%3E%3C/svg%3E"
    />
    <link rel="stylesheet" href="/local-org/inspector.css" />
    <script src="/local-org/inspector.js" defer></script>
  </head>
  <body>
    <a class="skip" href="#chain-title">Skip to the chain</a>
    <header>
      <p class="brand">keyway <span>local org</span></p>
      <nav aria-label="Sections">
        ${Object.entries(TITLES).map(([id, title]) => html`<a href="#${id}-title">${title}</a>`)}
      </nav>
      <p class="live" id="live" role="status">as of when the page was loaded</p>
    </header>
    <main>
      <h1 class="hidden">${state.org.name}</h1>
      <div id="org">${renderOrg(state)}</div>
      ${Object.entries(TITLES).map(
        ([id, title]) => html`
          <section aria-labelledby="${id}-title">
            <h2 id="${id}-title" tabindex="-1">${title}</h2>
            <div id="${id}">${SECTIONS[id]?.(state) ?? ''}</div>
          </section>
        `,
      )}
    </main>
    <footer>
      Of this process, on this machine. No secret is shown here: neither tokens nor credentials nor keys.
    </footer>
  </body>
</html>`;
