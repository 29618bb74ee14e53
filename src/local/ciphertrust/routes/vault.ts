import { createHash, randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { born, type Context } from '../context.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { pageOf } from '../paging.ts';
import type { SourceKey } from '../state.ts';
import { readBody } from './body.ts';

const show = ({ id, name, createdAt, updatedAt }: SourceKey) => ({
  id,
  uri: `kylo:kylo:vault:keys:${name}-v0`,
  account: 'kylo:kylo:admin:accounts:kylo',
  createdAt,
  updatedAt,
  name,
  algorithm: 'AES',
  size: 256,
  state: 'Active',
});

/** Creates a key of 256 bits. Its id has 64 hexadecimal digits, as in the documents, unless the request sets one. */
export const makeSourceKey = (context: Context, name: string, tier: string): SourceKey => {
  const key: SourceKey = {
    ...born(context, name),
    name,
    tier,
    material: randomBytes(32).toString('base64'),
  };
  const id = /^[0-9a-f-]{36}$/.test(key.id) ? createHash('sha256').update(key.id).digest('hex') : key.id;
  const made = { ...key, id };
  context.state.put('sourceKeys', made);
  return made;
};

/** CipherTrust's own keys, as far as tenant secrets need them: `/v1/vault/keys2`. */
export const vaultRoutes = (app: Hono, context: Context): void => {
  const { state } = context;
  const local = () => state.all('sourceKeys').filter(({ tier }) => tier === 'local');
  app.get('/v1/vault/keys2', (c) => c.json(pageOf(c.req.query(), local().map(show), ['id', 'name'])));
  app.post('/v1/vault/keys2', async (c) => {
    const { name, algorithm = 'aes', size = 256 } = await readBody(c);
    if (typeof name !== 'string' || name === '') throw invalid('name is missing');
    if (String(algorithm).toLowerCase() !== 'aes' || size !== 256)
      throw invalid('the local CipherTrust makes AES keys of 256 bits only');
    if (local().some((key) => key.name === name)) throw conflict('there is a key of that name');
    return c.json(show(makeSourceKey(context, name, 'local')), 201);
  });
  app.get('/v1/vault/keys2/:id', (c) => {
    const wanted = c.req.param('id');
    const found = local().find(({ id, name }) => id === wanted || name === wanted);
    if (found === undefined) throw notFound(`key ${wanted.slice(0, 100)}`);
    return c.json(show(found));
  });
};
