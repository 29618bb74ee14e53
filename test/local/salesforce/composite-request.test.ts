import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, closeAll, startOrg } from './client.ts';

let client: Client;
beforeEach(async () => {
  client = await startOrg();
});
afterEach(closeAll);

const path = '/services/data/v66.0/composite';
const query = (soql: string, referenceId = 'one', base = '/services/data/v66.0') => ({
  method: 'GET',
  url: `${base}/query?q=${encodeURIComponent(soql)}`,
  referenceId,
});
const ask = (compositeRequest: readonly unknown[], at = path, token?: string) =>
  client.rest('POST', at, { compositeRequest }, token);

describe('A composite request', () => {
  it('answers each query as if it were sent alone, by its reference', async () => {
    const soql = 'SELECT Id, Name FROM Organization';
    const { body } = await ask([query(soql), query('SELECT Nonsense FROM User', 'two')]);
    const alone = await client.query(soql);
    expect(body.compositeResponse).toEqual([
      { body: alone.body, httpHeaders: {}, httpStatusCode: 200, referenceId: 'one' },
      {
        body: [expect.objectContaining({ errorCode: 'INVALID_FIELD' })],
        httpHeaders: {},
        httpStatusCode: 400,
        referenceId: 'two',
      },
    ]);
  });

  it('of the Tooling API accepts queries of the Tooling API', async () => {
    const tooling = '/services/data/v66.0/tooling';
    const soql = 'SELECT Id FROM Certificate';
    const { body } = await ask([query(soql, 'one', tooling)], `${tooling}/composite`);
    expect(body.compositeResponse).toMatchObject([{ httpStatusCode: 200, body: { done: true } }]);
    expect(await ask([query(soql)], `${tooling}/composite`)).toMatchObject({ status: 501 });
    expect(await ask([query(soql, 'one', tooling)])).toMatchObject({ status: 501 });
  });

  it('contains at most five queries, each with its own reference', async () => {
    const six = Array.from({ length: 6 }, (_, n) => query('SELECT Id FROM User', `q${n}`));
    expect(await ask(six.slice(1))).toMatchObject({ status: 200 });
    expect(await ask(six)).toMatchObject({ status: 400 });
    expect(await ask([six[0], six[0]])).toMatchObject({ status: 400 });
  });

  it('needs a session', async () => {
    expect(await ask([query('SELECT Id FROM User')], path, 'nobody')).toMatchObject({ status: 401 });
  });
});
