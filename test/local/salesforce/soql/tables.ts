import type { Field, Row, SObjectType, Tables } from '../../../../src/local/salesforce/tables.ts';

const text = (name: string): Field => ({ name, type: 'string' });
const id: Field = { name: 'Id', type: 'id' };
const to = (name: string, relationshipName: string, ...referenceTo: string[]): Field => ({
  name,
  type: 'reference',
  relationshipName,
  referenceTo,
});

const type = (name: string, keyPrefix: string, fields: readonly Field[]): SObjectType => ({
  name,
  label: name,
  keyPrefix,
  api: 'data',
  fields: [id, ...fields],
});

const types = [
  type('User', '005', [
    text('Username'),
    text('Alias'),
    { name: 'UserType', type: 'picklist', picklistValues: ['Standard', 'AutomatedProcess'] },
    { name: 'IsActive', type: 'boolean' },
    { name: 'NumberOfFailedLogins', type: 'int' },
    { name: 'CreatedDate', type: 'datetime', createable: false, updateable: false },
    to('ManagerId', 'Manager', 'User'),
    { name: 'AboutMe', type: 'textarea', filterable: false },
  ]),
  type('PermissionSet', '0PS', [
    text('Name'),
    text('NamespacePrefix'),
    to('OwnerId', 'Owner', 'User', 'Group'),
  ]),
  type('PermissionSetAssignment', '0Pa', [
    to('AssigneeId', 'Assignee', 'User'),
    to('PermissionSetId', 'PermissionSet', 'PermissionSet'),
  ]),
  type('Organization', '00D', [text('Name'), text('NamespacePrefix')]),
];

export const ids = {
  admin: '005000000000001AAA',
  auto: '005000000000002AAA',
  percent: '005000000000003AAA',
  keys: '0PS000000000001AAA',
  managed: '0PS000000000002AAA',
  assignment: '0Pa000000000001AAA',
} as const;

const user = (Id: string, Alias: string, more: Row): Row => ({
  Id,
  Alias,
  Username: `${Alias.toLowerCase()}@acme.example`,
  UserType: 'Standard',
  IsActive: true,
  NumberOfFailedLogins: 0,
  ManagerId: null,
  CreatedDate: '2026-11-20T08:00:00.000+0000',
  AboutMe: null,
  ...more,
});

/** A test may change the rows, so each call creates new ones. */
export function sampleTables(): Tables & { readonly data: Record<string, Row[]> } {
  const data: Record<string, Row[]> = {
    User: [
      user(ids.admin, 'Admin', { CreatedDate: '2026-11-22T08:00:00.000+0000' }),
      user(ids.auto, 'autoproc', { UserType: 'AutomatedProcess', ManagerId: ids.admin }),
      user(ids.percent, '100%_a', { IsActive: false, NumberOfFailedLogins: 3, ManagerId: ids.auto }),
    ],
    PermissionSet: [
      { Id: ids.keys, Name: 'AcmeKeyAccess', NamespacePrefix: null, OwnerId: ids.admin },
      { Id: ids.managed, Name: 'AcmeKeyAccess', NamespacePrefix: 'acme', OwnerId: ids.admin },
    ],
    PermissionSetAssignment: [{ Id: ids.assignment, AssigneeId: ids.admin, PermissionSetId: ids.keys }],
    Organization: [{ Id: '00D000000000001AAA', Name: 'Acme', NamespacePrefix: null }],
  };
  return {
    data,
    type: (name) => types.find((t) => t.name.toLowerCase() === name.toLowerCase()),
    rows: (t) => data[t.name] ?? [],
  };
}
