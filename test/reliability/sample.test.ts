import { describe, expect, it } from '@jest/globals';
import { changesOrg, requestName } from '../../scripts/reliability/request-name.ts';
import { assignInTurn, drawSample, middleOfEquals, shuffle } from '../../scripts/reliability/sample.ts';

const request = (name: string, server = 'org') => ({ server, name, nth: 1 });

describe('The tested requests', () => {
  it('have names without ids, versions and secrets', () => {
    const query = encodeURIComponent("SELECT Id, Name FROM User WHERE Alias = 'autoproc'");
    expect(requestName('GET', `/services/data/v66.0/query?q=${query}`, '')).toBe(
      'GET /query: User (2 fields, by Alias)',
    );
    expect(
      requestName('GET', '/services/data/v66.0/tooling/sobjects/Certificate/0P1000000000001AAA/x', ''),
    ).toBe('GET /tooling/sobjects/Certificate/ID/x');
    expect(
      requestName('POST', '/services/Soap/m/66.0', '<s:Body xmlns="x"><deploy>…</deploy></s:Body>'),
    ).toBe('POST /services/Soap/m: deploy');
  });

  it('are distinguished by whether they change the org', () => {
    const names = ['POST /services/Soap/m: deploy', 'POST /sobjects/TenantSecret', 'GET /query: User'];
    expect(names.map(changesOrg)).toEqual([true, true, false]);
    expect(changesOrg('POST /services/Soap/m: readMetadata Certificate')).toBe(false);
  });

  it('are the middle one of equal reads between two changes, and every change', () => {
    const [a, b, c] = ['A', 'B', 'C'].map((name) => request(`GET /query: ${name}`));
    const change = request('POST /services/Soap/m: deploy');
    expect(middleOfEquals([a, b, c, change, a] as never)).toEqual([b, change, a]);
  });

  it('are those of each org of a fleet in turn', () => {
    expect(assignInTurn([request('a'), request('b'), request('c', 'key service')], ['org', 'other'])).toEqual(
      [request('a'), request('b', 'other'), request('c', 'key service')],
    );
  });
});

describe('A sample', () => {
  const all = Array.from({ length: 100 }, (_, index) => index);

  it('is the same for the same seed, in order, and another for another seed', () => {
    const drawn = drawSample(all, 10, 7);
    expect(drawn).toHaveLength(10);
    expect(drawn).toEqual(drawSample(all, 10, 7));
    expect(drawn).toEqual(drawn.toSorted((left, right) => left - right));
    expect(drawn).not.toEqual(drawSample(all, 10, 8));
  });

  it('loses and duplicates nothing when it is shuffled', () => {
    expect(shuffle(all, 1).toSorted((left, right) => left - right)).toEqual(all);
  });
});
