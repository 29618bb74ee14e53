import type { Hono } from 'hono';
import { ApiError, ours } from '../api-error.ts';
import { restDatetime } from '../clock.ts';
import type { Fault } from '../faults.ts';
import { keyServiceFacts, type RememberedKeyService, rememberedKeyService } from '../key-service/facts.ts';
import type { KeyServiceSettings, KeyServiceSwitches } from '../key-service/switches.ts';
import { type Org, organization } from '../org.ts';
import { readKeyCache } from '../remote-keys/read-cache.ts';
import { addSeedUser, seedUser } from '../seed/seed-user.ts';
import { INSTANCE_PATH } from '../store/lock.ts';
import { readJson } from './body.ts';
import { requireOwnHost } from './host.ts';
import { json } from './respond.ts';
import { bearerToken, callerOf } from './sessions.ts';

/** What the control endpoint can access besides the org's state. */
export interface Control {
  /** Proves to other processes that this is the server that they look for. */
  readonly nonce: string;
  reset(): Promise<void>;
  /** How the key service beside the org answers. */
  readonly keyService: KeyServiceSwitches;
  flushKeyCache(): Promise<void>;
}

/** `/local-org/…`: controls that no real org has. All except the proof of identity need a session. */
export const controlRoutes = (app: Hono, org: Org, control: Control): void => {
  app.get(INSTANCE_PATH, (c) => {
    requireOwnHost(c);
    return c.text(control.nonce);
  });

  app.use('/local-org/*', async (c, next) => {
    if (c.req.path !== INSTANCE_PATH) callerOf(org.database.view, bearerToken(c.req.header('authorization')));
    await next();
  });

  app.post('/local-org/reset', async (c) => {
    await control.reset();
    return c.body(null, 204);
  });

  app.get('/local-org/faults', (c) => json(c, { faults: org.faults.list() }));

  /** `{ "faults": [...] }` replaces the current ones; see Fault. */
  app.put('/local-org/faults', async (c) => {
    const { faults } = await readJson(c);
    if (!Array.isArray(faults)) throw new ApiError(400, 'INVALID_INPUT', ours('give "faults", a list'));
    org.faults.set(faults as Fault[]);
    return c.body(null, 204);
  });

  app.delete('/local-org/faults', (c) => {
    org.faults.set([]);
    return c.body(null, 204);
  });

  app.get('/local-org/key-service', (c) => json(c, control.keyService.list()));

  /**
   * `{ "all": { "fault": … }, "identifiers": { "acme-data-1": … } }` replaces the current settings; see
   * KeyServiceSettings.
   */
  app.put('/local-org/key-service', async (c) => {
    control.keyService.set((await readJson(c)) as KeyServiceSettings);
    return c.body(null, 204);
  });

  app.delete('/local-org/key-service', (c) => {
    control.keyService.set({});
    return c.body(null, 204);
  });

  /** How to reach the key service, with its secret, and an address that echoes the request's headers. */
  app.get('/local-org/key-service/client', (c) => {
    const { keyService, tokenUrl, clientId, clientSecret } = keyServiceFacts(
      rememberedKeyService(org.database.view) as RememberedKeyService,
    );
    return json(c, { keyService, tokenUrl, clientId, clientSecret, echo: new URL('/echo', keyService).href });
  });

  app.get('/local-org/key-cache', (c) => json(c, readKeyCache(org.database.view)));

  app.post('/local-org/key-cache/flush', async (c) => {
    await control.flushKeyCache();
    return c.body(null, 204);
  });

  app.get('/local-org/clock', (c) => json(c, { now: new Date(org.clock.now()).toISOString() }));

  /** `{ "now": "2027-01-01T00:00:00Z" }` or `{ "advance": milliseconds }`. */
  app.post('/local-org/clock', async (c) => {
    const { now, advance } = await readJson(c);
    if (typeof now === 'string' && !Number.isNaN(Date.parse(now))) org.clock.set(Date.parse(now));
    else if (typeof advance === 'number' && Number.isFinite(advance)) org.clock.advance(advance);
    else
      throw new ApiError(400, 'INVALID_INPUT', ours('give "now" as a datetime or "advance" in milliseconds'));
    await org.due.run();
    return json(c, { now: new Date(org.clock.now()).toISOString() });
  });

  /** Adds a user as in a seed, and answers with an access token. */
  app.post('/local-org/users', async (c) => {
    const { success, data, error } = seedUser.safeParse(await readJson(c));
    if (!success) throw new ApiError(400, 'INVALID_INPUT', ours(String(error.issues[0]?.message)));
    const created = restDatetime(org.clock.now());
    const accessToken = await org.database.transaction((tx) => {
      if (tx.all('user').some(({ Username }) => Username === data.username))
        throw new ApiError(400, 'DUPLICATE_USERNAME', ours(`there is a user ${data.username}`));
      const id = addSeedUser(tx, data, { created, orgId: String(organization(tx)?.Id) });
      return tx.all('session').find(({ userId }) => userId === id)?.token;
    });
    return json(c, { username: data.username, accessToken }, 201);
  });

  /** `{ "required": true }`: key work requires a high-assurance session, like `stepUp` in the seed. */
  app.put('/local-org/step-up', async (c) => {
    const { required } = await readJson(c);
    await org.database.transaction((tx) => tx.put('setting', 'stepUp', { value: required === true }));
    return c.body(null, 204);
  });

  /** `{ "username": "…" }`; without one, expires the sessions of all users. */
  app.post('/local-org/sessions/expire', async (c) => {
    const { username } = await readJson(c);
    await org.database.transaction((tx) => {
      const userId = tx.all('user').find((user) => user.Username === username)?.Id;
      for (const session of tx.all('session'))
        if (username === undefined || session.userId === userId)
          tx.put('session', session.token, { ...session, expired: true });
    });
    return c.body(null, 204);
  });
};
