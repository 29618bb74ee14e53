import { describe, expect, it } from '@jest/globals';
import { checkPermissions, connect, missingPermissions } from '../../src/salesforce/index.ts';
import { type Answer, fakeSalesforce, TOKEN } from './fake-salesforce.ts';

async function asUser<T>(
  held: Record<string, boolean>,
  run: (org: Awaited<ReturnType<typeof connect>>) => Promise<T>,
) {
  await using server = await fakeSalesforce(({ path }): Answer | undefined => {
    const fields = /SELECT (.*) FROM UserPermissionAccess/.exec(decodeURIComponent(path))?.[1]?.split(', ');
    if (fields === undefined) return undefined;
    const unknown = fields.find((field) => !(field in held));
    if (unknown !== undefined) {
      const message = `SELECT ${fields}\n ^\nERROR at Row:1:Column:8\nNo such column '${unknown}' on entity 'UserPermissionAccess'.`;
      return { status: 400, json: [{ errorCode: 'INVALID_FIELD', message }] };
    }
    return {
      json: {
        done: true,
        records: [{ attributes: {}, ...Object.fromEntries(fields.map((field) => [field, held[field]])) }],
      },
    };
  });
  const org = await connect(
    { kind: 'token', instanceUrl: server.url, accessToken: TOKEN },
    { apiVersion: '66.0', stateDir: '/nowhere' },
  );
  const result = await run(org);
  await org.close();
  return { result, queries: server.received.length - 2 };
}

describe('permissions', () => {
  const all = {
    PermissionsModifyMetadata: true,
    PermissionsModifyAllData: false,
    PermissionsManageNamedCredentials: false,
    PermissionsCustomizeApplication: true,
    PermissionsAssignPermissionSets: true,
    PermissionsAuthorApex: true,
    PermissionsApiEnabled: true,
  };

  it('need only one of several, in one query', async () => {
    const { result, queries } = await asUser(all, (org) =>
      checkPermissions(org, ['metadata', 'credentials', 'assignments']),
    );
    expect(result).toEqual({ missing: [], unknown: [] });
    expect(queries).toBe(1);
  });

  it('are named as in Setup if they are missing', async () => {
    const held = { ...all, PermissionsModifyMetadata: false, PermissionsAuthorApex: false };
    const { result } = await asUser(held, (org) => missingPermissions(org, ['metadata', 'assignments']));
    expect(result).toEqual([
      'Modify Metadata Through Metadata API Functions (or Modify All Data)',
      'Author Apex',
    ]);
  });

  it("that the org doesn't know are unknown, not missing, and don't hide the others", async () => {
    const { PermissionsManageNamedCredentials: _, ...older } = {
      ...all,
      PermissionsCustomizeApplication: false,
    };
    const { result, queries } = await asUser({ ...older, PermissionsModifyMetadata: false }, (org) =>
      checkPermissions(org, ['metadata', 'credentials']),
    );
    expect(result).toEqual({
      missing: ['Modify Metadata Through Metadata API Functions (or Modify All Data)'],
      unknown: ['Manage Named Credentials (or Customize Application)'],
    });
    expect(queries).toBe(2);
  });

  it("aren't queried without needs", async () => {
    expect(await asUser(all, (org) => checkPermissions(org, []))).toEqual({
      result: { missing: [], unknown: [] },
      queries: 0,
    });
  });
});
