import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { KeywayError } from '../../../errors/index.ts';
import { ApiError } from '../api-error.ts';
import { randomCharacters } from '../ids.ts';
import { type Listening, listen } from '../server/listen.ts';
import { jsonError } from '../server/respond.ts';
import type { View } from '../store/database.ts';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import { isAuthentic } from './authentication.ts';
import type { RememberedKeyService } from './facts.ts';
import { type KeySource, keyEndpoint } from './key-endpoint.ts';
import { createSwitches, type KeyServiceSwitches } from './switches.ts';
import { tokenEndpoint } from './token-endpoint.ts';

/** The external key service, on 127.0.0.1 beside the local org. */
export interface KeyService {
  readonly remembered: Required<RememberedKeyService>;
  readonly switches: KeyServiceSwitches;
  close(): Promise<void>;
}

/** The org beside it. */
interface Beside {
  /** Its certificates count as if the key service's owner had received each one. */
  readonly view: () => View;
  /** Returns its time, in milliseconds. */
  readonly now: () => number;
}

/**
 * Starts the key service with its previous port, client and keys, so that deployed components stay valid. If that
 * port is taken, uses another one.
 */
export const startKeyService = async (
  last: RememberedKeyService | undefined,
  { view, now }: Beside,
): Promise<KeyService> => {
  const listening = await listenAgain(last?.port ?? 0);
  const remembered = {
    port: Number(new URL(listening.url).port),
    clientId: last?.clientId ?? `key-service-${randomCharacters(12)}`,
    clientSecret: last?.clientSecret ?? randomCharacters(48),
    rootKey: last?.rootKey ?? randomBytes(32).toString('base64'),
  };
  const switches = createSwitches();
  const keys = { view, rootKey: remembered.rootKey, switches };
  const app = createKeyServiceApp(remembered, createAccessTokens(now), keys);
  listening.serve((request, bindings) => app.fetch(request, bindings as object));
  return { remembered, switches, close: () => listening.close() };
};

const listenAgain = async (port: number): Promise<Listening> => {
  try {
    return await listen(port);
  } catch (error) {
    if (error instanceof KeywayError && error.code === 'LocalOrgPortUnavailable' && port !== 0)
      return listen(0);
    throw error;
  }
};

const createKeyServiceApp = (
  remembered: RememberedKeyService,
  tokens: AccessTokens,
  keys: KeySource,
): Hono => {
  const app = new Hono();
  app.post('/oauth2/token', tokenEndpoint(remembered, tokens));
  app.use('/keys/*', async (c, next) => {
    if (isAuthentic(c, remembered, tokens)) return next();
    // RFC 6750, section 3.
    c.header('WWW-Authenticate', 'Bearer realm="key service"');
    return c.json({ error: 'invalid_token' }, 401);
  });
  // Echoes a callout's headers for inspection.
  app.get('/echo', (c) => c.json({ headers: c.req.header() }));
  app.get('/keys/health', (c) => c.json({ status: 'ok' }));
  app.get('/keys/:id', keyEndpoint(keys));
  app.onError((error, c) => jsonError(c, error));
  app.notFound((c) => jsonError(c, new ApiError(404, 'NOT_FOUND', 'The key service has nothing here')));
  return app;
};
