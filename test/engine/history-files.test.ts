import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { type Place, placeWithOrg } from '../operations/org-and-config.ts';

let place: Place;
beforeEach(async () => {
  place = await placeWithOrg();
});
afterEach(() => place.close());

describe('The history files', () => {
  it('are readable only by their owner, and ignored by git', async () => {
    await deploy({ config: place.config });
    const own = join(place.directory, '.keyway');
    const entries = readdirSync(join(own, 'history', place.org.orgId));
    expect(entries).toHaveLength(1);
    for (const name of entries)
      expect(statSync(join(own, 'history', place.org.orgId, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(own, '.gitignore'), 'utf8')).toBe('*\n');
  });
});
