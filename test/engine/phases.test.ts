import { describe, expect, it } from '@jest/globals';
import { makePlan } from '../../src/engine/make-plan.ts';
import { phasesOf } from '../../src/engine/phases.ts';
import type { HeldAssignment, WantedAssignments } from '../../src/kinds/assignment/compare.ts';
import { type ConfigComponents, toComponents } from '../../src/kinds/metadata.ts';
import type { OrgState } from '../../src/kinds/state.ts';
import { remoteSecret } from '../kinds/cache-only-key/tenant-secrets.ts';
import { chain, orgWith } from './chain.ts';

const held: readonly HeldAssignment[] = [
  { id: '0Pa000000000001AAA', permissionSet: 'AcmeKeyAccess', assignee: 'autoproc', isActive: true },
];
const other = chain({ namedCredential: { externalCredential: 'OtherKms' } });
const switched: ConfigComponents = {
  ...other,
  externalCredentials: {
    ...other.externalCredentials,
    OtherKms: chain().externalCredentials?.AcmeKms as never,
  },
};

const phases = (
  config: ConfigComponents,
  { live = true, assignments = [] as readonly WantedAssignments[] } = {},
) => {
  const keys = { secrets: live ? [remoteSecret()] : [], components: new Map() };
  const state: OrgState = { ...orgWith(chain(), held), keys };
  const desired = {
    components: toComponents(config, { apiVersion: '66.0' }),
    parts: [],
    removed: [],
    assignments,
    credentials: [],
    principals: [],
    keys: [],
  };
  const plan = makePlan(desired, state, { readable: () => undefined, rewrite: [] });
  return phasesOf({ plan, desired, state });
};
const named = (found: ReturnType<typeof phases>) =>
  found.map(({ what, changes }) => [what, changes.map(({ action, name }) => `${action} ${name}`)]);

describe('The phases of a plan', () => {
  it('are one if no live key is fetched through the changes', () => {
    expect(named(phases(switched, { live: false }))).toEqual([
      ['all', ['create OtherKms', 'update AcmeKeys']],
    ]);
    expect(named(phases(chain()))).toEqual([['all', []]]);
  });

  it('are first the new chain, then the switch', () => {
    expect(named(phases(switched))).toEqual([
      ['new chain', ['create OtherKms']],
      ['switch', ['update AcmeKeys']],
    ]);
  });

  it('end with the removals', () => {
    const assignments = [{ permissionSet: 'AcmeKeyAccess', assignTo: [], exclusive: true }];
    expect(named(phases(switched, { assignments }))).toEqual([
      ['new chain', ['create OtherKms']],
      ['switch', ['update AcmeKeys']],
      ['removal', ['delete AcmeKeyAccess → autoproc']],
    ]);
  });

  it('give a permission set both principals until the switch', () => {
    const permissionSets = chain({ permissionSet: { principals: ['OtherKms-KeyService'] } }).permissionSets;
    const found = phases({ ...switched, ...(permissionSets ? { permissionSets } : {}) });
    expect(named(found)).toEqual([
      ['new chain', ['create OtherKms', 'update AcmeKeyAccess']],
      ['switch', ['update AcmeKeys', 'update AcmeKeyAccess']],
    ]);
    const principals = found.map(({ desired }) =>
      desired.components.flatMap((component) =>
        component.type === 'PermissionSet'
          ? (component.metadata.externalCredentialPrincipalAccesses ?? []).map(
              ({ externalCredentialPrincipal }) => externalCredentialPrincipal,
            )
          : [],
      ),
    );
    expect(principals).toEqual([['AcmeKms-KeyService', 'OtherKms-KeyService'], ['OtherKms-KeyService']]);
  });
});
