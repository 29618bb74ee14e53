import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CountedExample, exampleWithOrg } from './counted-example.ts';

let example: CountedExample;
beforeAll(async () => {
  example = await exampleWithOrg();
});
afterAll(() => example.close());

/** If the org answers slowly, its job may be polled more often. */
const withoutPolling = (name: string) => !name.endsWith('checkDeployStatus');

describe('The example', () => {
  it.each([
    // Five types need five calls of readMetadata, which takes one type in each call.
    ['clean deploy', 34],
    ['deploy with nothing to do', 13],
    ['plan', 9],
    ['verify', 17],
  ])('%s sends at most %i requests', async (name, most) => {
    const work = example.works.find(([known]) => known === name)?.[1];
    if (!work) throw new Error(`the example does no ${name}`);
    const { requests } = await example.count(work);
    const names = requests.map((request) => request.name).filter(withoutPolling);
    expect(names.length > most ? names : names.length).toBeLessThanOrEqual(most);
  });
});
