import { describe, expect, it } from '@jest/globals';
import { compareAssignments, type HeldAssignment } from '../../../src/kinds/assignment/compare.ts';

const held = (assignee: string, isActive = true): HeldAssignment => ({
  id: '0Pa000000000001AAA',
  permissionSet: 'AcmeKeyAccess',
  assignee,
  isActive,
});
const wanted = (assignTo: readonly string[], exclusive = false) => [
  { permissionSet: 'AcmeKeyAccess', assignTo, exclusive },
];

describe('Assignments', () => {
  it('are made where they are missing', () => {
    expect(compareAssignments(wanted(['autoproc']), [])).toEqual([
      { type: 'Assignment', name: 'AcmeKeyAccess → autoproc', action: 'create', risks: [], fields: [] },
    ]);
  });

  it('are left where they are, however the username is capitalised', () => {
    expect(compareAssignments(wanted(['Ops@acme.example']), [held('ops@ACME.example')])).toEqual([]);
  });

  it('are mended where they are not active', () => {
    const [change] = compareAssignments(wanted(['autoproc']), [held('autoproc', false)]);
    expect(change).toMatchObject({
      action: 'update',
      fields: [{ path: 'isActive', from: 'false', to: 'true' }],
    });
  });

  it('of others are left alone', () => {
    expect(compareAssignments(wanted(['autoproc']), [held('autoproc'), held('ops@acme.example')])).toEqual(
      [],
    );
  });

  it('of others are taken away where the permission set is exclusive, as a risk of its own', () => {
    expect(
      compareAssignments(wanted(['autoproc'], true), [held('autoproc'), held('ops@acme.example')]),
    ).toEqual([
      {
        type: 'Assignment',
        name: 'AcmeKeyAccess → ops@acme.example',
        action: 'delete',
        risks: ['assignment-removal'],
        fields: [],
      },
    ]);
  });
});
