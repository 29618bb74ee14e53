import type { Context, Hono } from 'hono';
import type { Org } from '../org.ts';
import { requireOwnHost } from '../server/host.ts';
import { json } from '../server/respond.ts';
import { page, renderSections } from './page.ts';
import type { RequestLog } from './request-log.ts';
import { script } from './script.ts';
import { readInspectorState } from './state.ts';
import { style } from './style.ts';

/** Allows no external or inline content and no framing (Content Security Policy Level 3). */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The inspector: a page at the server's root. It contains no secrets and is open to everybody on this machine. It
 * requests its sections every second.
 */
export const inspectorRoutes = (app: Hono, org: Org, log: RequestLog): void => {
  const open = (c: Context, type: string): void => {
    requireOwnHost(c);
    c.header('Content-Type', `${type}; charset=utf-8`);
    c.header('Content-Security-Policy', POLICY);
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cache-Control', 'no-store');
  };

  app.get('/', async (c) => {
    open(c, 'text/html');
    return c.body(String(await page(readInspectorState(org, log))));
  });

  app.get('/local-org/inspector.css', (c) => {
    open(c, 'text/css');
    return c.body(style);
  });

  app.get('/local-org/inspector.js', (c) => {
    open(c, 'text/javascript');
    return c.body(script);
  });

  /** `{ sections: { chain: "<div…" } }`: the current sections of the page. */
  app.get('/local-org/inspector', async (c) => {
    open(c, 'application/json');
    return json(c, { sections: await renderSections(readInspectorState(org, log)) });
  });
};
