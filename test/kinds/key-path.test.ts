import { describe, expect, it } from '@jest/globals';
import { makePlan } from '../../src/engine/make-plan.ts';
import type { HeldAssignment, WantedAssignments } from '../../src/kinds/assignment/compare.ts';
import { componentKey } from '../../src/kinds/compare.ts';
import type { ConfigComponents } from '../../src/kinds/metadata.ts';
import { toComponents } from '../../src/kinds/metadata.ts';
import type { OrgState } from '../../src/kinds/state.ts';
import { chain, orgWith } from '../engine/chain.ts';
import { remoteSecret, secret } from './cache-only-key/tenant-secrets.ts';

const autoproc: HeldAssignment = {
  id: '0Pa000000000001AAA',
  permissionSet: 'AcmeKeyAccess',
  assignee: 'autoproc',
  isActive: true,
};

const live = (secrets = [remoteSecret()], org = chain()): OrgState => ({
  ...orgWith(org, [autoproc]),
  keys: { secrets, components: new Map() },
});

const changesOf = (
  config: ConfigComponents,
  state = live(),
  assignments: readonly WantedAssignments[] = [],
  removed: readonly { type: 'NamedCredential' | 'PermissionSet'; fullName: string }[] = [],
) =>
  makePlan(
    {
      components: toComponents(config, { apiVersion: '66.0' }),
      parts: [],
      removed,
      assignments,
      credentials: [],
      principals: [],
      keys: [],
    },
    state,
    { readable: () => undefined, rewrite: [] },
  ).changes;

const name = 'Data acme-data-1 (ACTIVE, version 2)';

describe('key-path', () => {
  it.each([
    ['the URL', { namedCredential: { url: 'https://kms.other.example/v1' } }],
    ['a header', { namedCredential: { headers: { 'x-tenant': '7' } } }],
    ['the callout status', { namedCredential: { calloutStatus: 'Disabled' } }],
    ['a callout option', { namedCredential: { allowMergeFieldsInBody: true } }],
    ['the external credential', { namedCredential: { externalCredential: 'Other' } }],
    [
      'a field of the external credential',
      {
        externalCredential: {
          authentication: {
            protocol: 'Oauth',
            variant: 'ClientCredentialsClientSecret',
            tokenUrl: 'https://idp.acme.example/other',
          },
        },
      },
    ],
    ['access to the principal', { permissionSet: { principals: [] } }],
    ['access to users’ credentials', { permissionSet: { userExternalCredentials: 'none' } }],
  ])('applies to %s of a live key, which is named', (_what, change) => {
    const [found, ...others] = changesOf(chain(change));
    expect(others).toEqual([]);
    expect(found?.risks).toContain('key-path');
    expect(found?.liveKeys).toEqual([name]);
  });

  it("applies to removing the Automated Process user's assignment, and nobody else's", () => {
    const nobody = [{ permissionSet: 'AcmeKeyAccess', assignTo: [], exclusive: true }];
    expect(changesOf(chain(), live(), nobody)).toMatchObject([
      { type: 'Assignment', action: 'delete', risks: ['assignment-removal', 'key-path'], liveKeys: [name] },
    ]);
    const state = { ...live(), assignments: [{ ...autoproc, assignee: 'somebody@acme.example' }] };
    expect(changesOf(chain(), state, nobody)).toMatchObject([{ risks: ['assignment-removal'] }]);
  });

  it('applies to deleting the permission set or the named credential', () => {
    for (const type of ['NamedCredential', 'PermissionSet'] as const) {
      const fullName = type === 'NamedCredential' ? 'AcmeKeys' : 'AcmeKeyAccess';
      expect(changesOf({}, live(), [], [{ type, fullName }])).toMatchObject([
        { action: 'delete', risks: ['component-removal', 'key-path'] },
      ]);
    }
  });

  it("doesn't apply to a label, a description, or what a permission set gains", () => {
    const state = live([remoteSecret()]);
    for (const change of [
      { namedCredential: { label: 'Other', description: 'Other' } },
      { externalCredential: { label: 'Other' } },
      { permissionSet: { label: 'Other', principals: ['AcmeKms-KeyService', 'Other-One'] } },
    ]) {
      expect(changesOf(chain(change), state)).toMatchObject([{ action: 'update', risks: [] }]);
    }
  });

  it('applies to archived keys too, because they decrypt old data, but not to destroyed or local ones', () => {
    const change = chain({ namedCredential: { headers: { 'x-tenant': '7' } } });
    const risksWith = (...secrets: ReturnType<typeof secret>[]) =>
      changesOf(change, live(secrets)).map(({ risks }) => risks);
    expect(risksWith(remoteSecret({ status: 'ARCHIVED' }))).toEqual([['key-path']]);
    expect(risksWith(remoteSecret({ status: 'DESTROYED' }))).toEqual([[]]);
    expect(risksWith(secret({ source: 'UPLOADED' }))).toEqual([[]]);
  });

  it("follows a named credential that the config doesn't have to the external credential that it does", () => {
    const foreign = chain({ namedCredential: { url: 'https://kms.acme.example/other' } });
    const held = toComponents(foreign, { apiVersion: '66.0' }).find(({ type }) => type === 'NamedCredential');
    if (!held) throw new Error('no named credential');
    const state: OrgState = {
      ...live(),
      keys: {
        secrets: [remoteSecret({}, { namedCredential: 'Inherited' })],
        components: new Map([
          [componentKey('NamedCredential', 'Inherited'), { ...held, fullName: 'Inherited' }],
        ]),
      },
    };
    expect(changesOf(chain({ permissionSet: { principals: [] } }), state)).toMatchObject([
      { type: 'PermissionSet', risks: ['key-path'], liveKeys: [name] },
    ]);
    expect(changesOf(chain({ namedCredential: { headers: { a: 'b' } } }), state)).toMatchObject([
      { type: 'NamedCredential', risks: [] },
    ]);
  });
});
