import { afterEach, expect, it } from '@jest/globals';
import { executeAnonymous, query, readAssignments } from '../../src/salesforce/index.ts';
import { chain } from '../local/salesforce/samples.ts';
import { type Place, placeWithOrg } from '../operations/org-and-config.ts';

let place: Place | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

it('the query that assigns autoproc (Shield Platform Encryption, Named Credentials and Cache-Only Keys, step 4) assigns it', async () => {
  const { 'package.xml': _package, ...components } = chain();
  place = await placeWithOrg({ seed: { components } });
  await place.as(async (org) => {
    const [set] = await query<{ Id: string; Name: string }>(
      org,
      'SELECT Id, Name FROM PermissionSet WHERE IsOwnedByProfile = false',
    );
    // Unchanged, except for the id.
    const source = `insert new PermissionSetAssignment( AssigneeId = [SELECT id FROM User where alias = 'autoproc'].Id, PermissionSetId = '${set?.Id}' );`;
    expect(await executeAnonymous(org, source)).toEqual({ kind: 'success' });
    expect(await readAssignments(org, [set?.Name ?? ''])).toEqual([
      {
        id: expect.stringMatching(/^0Pa\w{15}$/),
        permissionSet: set?.Name,
        assignee: 'autoproc',
        isActive: true,
        expirationDate: undefined,
      },
    ]);
  });
});
