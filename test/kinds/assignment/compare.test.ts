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
  it('are created if missing', () => {
    expect(compareAssignments(wanted(['autoproc']), [])).toEqual([
      { type: 'Assignment', name: 'AcmeKeyAccess → autoproc', action: 'create', risks: [], fields: [] },
    ]);
  });

  it('stay, whatever the case of the username', () => {
    expect(compareAssignments(wanted(['Ops@acme.example']), [held('ops@ACME.example')])).toEqual([]);
  });

  it('are replaced if inactive', () => {
    const [change] = compareAssignments(wanted(['autoproc']), [held('autoproc', false)]);
    expect(change).toMatchObject({
      action: 'update',
      fields: [{ path: 'isActive', from: 'false', to: 'true' }],
    });
  });

  it('of other users stay', () => {
    expect(compareAssignments(wanted(['autoproc']), [held('autoproc'), held('ops@acme.example')])).toEqual(
      [],
    );
  });

  it('of other users are removed if the permission set is exclusive, as a separate risk', () => {
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
