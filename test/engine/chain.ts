import type { HeldAssignment } from '../../src/kinds/assignment/compare.ts';
import { componentKey } from '../../src/kinds/compare.ts';
import type { ConfigComponents } from '../../src/kinds/metadata.ts';
import { toComponents } from '../../src/kinds/metadata.ts';
import type { OrgState } from '../../src/kinds/state.ts';

/** A small chain with the test's changes. */
export function chain(
  change: { externalCredential?: object; namedCredential?: object; permissionSet?: object } = {},
): ConfigComponents {
  return {
    externalCredentials: {
      AcmeKms: {
        label: 'Acme KMS',
        authentication: {
          protocol: 'Oauth',
          variant: 'ClientCredentialsClientSecret',
          tokenUrl: 'https://idp.acme.example/token',
        },
        principals: { KeyService: { type: 'NamedPrincipal' } },
        ...change.externalCredential,
      },
    },
    namedCredentials: {
      AcmeKeys: {
        label: 'Acme keys',
        url: 'https://kms.acme.example/v1',
        externalCredential: 'AcmeKms',
        ...change.namedCredential,
      },
    },
    permissionSets: {
      AcmeKeyAccess: {
        label: 'Acme key access',
        principals: ['AcmeKms-KeyService'],
        assignTo: ['autoproc'],
        ...change.permissionSet,
      },
    },
  } as ConfigComponents;
}

/** An org with exactly these components. */
export function orgWith(components: ConfigComponents, assignments: readonly HeldAssignment[] = []): OrgState {
  const held = toComponents(components, { apiVersion: '66.0' });
  return {
    components: new Map(
      held.map((component) => [componentKey(component.type, component.fullName), component]),
    ),
    assignments,
    users: [{ id: '005000000000001AAA', name: 'autoproc', isActive: true }],
    credentials: new Map(),
  };
}
