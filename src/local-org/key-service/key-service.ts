import { Hono } from 'hono';
import { KeywayError } from '../../errors.ts';
import { ApiError, notEmulated } from '../api-error.ts';
import { randomCharacters } from '../ids.ts';
import { type Listening, listen } from '../server/listen.ts';
import { jsonError } from '../server/respond.ts';
import { bearerToken } from '../server/sessions.ts';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import type { RememberedKeyService } from './facts.ts';
import { tokenEndpoint } from './token-endpoint.ts';

/** The external service that keys are fetched from, on 127.0.0.1 beside the local org. */
export interface KeyService {
  readonly remembered: RememberedKeyService;
  close(): Promise<void>;
}

/**
 * Starts the key service: at the port and with the client of the last time, so that the URLs that were deployed stay
 * right; elsewhere if that port has been taken.
 *
 * @param now the time in milliseconds
 */
export const startKeyService = async (
  last: RememberedKeyService | undefined,
  now: () => number,
): Promise<KeyService> => {
  const listening = await listenAgain(last?.port ?? 0);
  const remembered = {
    port: Number(new URL(listening.url).port),
    clientId: last?.clientId ?? `key-service-${randomCharacters(12)}`,
    clientSecret: last?.clientSecret ?? randomCharacters(48),
  };
  const app = createKeyServiceApp(remembered, createAccessTokens(now));
  listening.serve((request) => app.fetch(request));
  return { remembered, close: () => listening.close() };
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

const createKeyServiceApp = (remembered: RememberedKeyService, tokens: AccessTokens): Hono => {
  const app = new Hono();
  app.post('/oauth2/token', tokenEndpoint(remembered, tokens));
  app.use('/keys/*', async (c, next) => {
    if (tokens.accepts(bearerToken(c.req.header('authorization')))) return next();
    // RFC 6750, section 3.
    c.header('WWW-Authenticate', 'Bearer realm="key service"');
    return c.json({ error: 'invalid_token' }, 401);
  });
  app.get('/keys/health', (c) => c.json({ status: 'ok' }));
  app.get('/keys/:id', () => {
    throw notEmulated('handing out keys');
  });
  app.onError((error, c) => jsonError(c, error));
  app.notFound((c) => jsonError(c, new ApiError(404, 'NOT_FOUND', 'The key service has nothing here')));
  return app;
};
