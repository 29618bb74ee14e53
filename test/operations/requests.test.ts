import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CountedExample, exampleWithOrg } from './counted-example.ts';

let example: CountedExample;
beforeAll(async () => {
  example = await exampleWithOrg();
});
afterAll(() => example.close());

/** Whatever an org answers late, its job may be asked for more often. */
const withoutPolling = (name: string) => !name.endsWith('checkDeployStatus');

describe('The example', () => {
  it.each([
    // Five types are five calls of readMetadata: it takes one type a call.
    ['clean deploy', { requests: 34, inARow: 20 }],
    ['deploy with nothing to do', { requests: 13, inARow: 4 }],
    ['plan', { requests: 9, inARow: 3 }],
    ['verify', { requests: 17, inARow: 7 }],
  ])('%s sends at most %j', async (name, most) => {
    const work = example.works.find(([known]) => known === name)?.[1];
    if (!work) throw new Error(`the example does no ${name}`);
    const { requests, inARow } = await example.count(work);
    const names = requests.map((request) => request.name).filter(withoutPolling);
    expect(names.length > most.requests ? names : names.length).toBeLessThanOrEqual(most.requests);
    expect(inARow).toBeLessThanOrEqual(most.inARow);
  });
});
