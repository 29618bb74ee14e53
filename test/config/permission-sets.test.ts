import { describe, expect, it } from '@jest/globals';
import { configOf, problemsIn } from './reading.ts';

const principals = `version: 1
externalCredentials:
  Kms:
    label: Kms
    authentication: { protocol: Basic }
    principals: { "Key - Service": { type: NamedPrincipal }, Users: { type: PerUserPrincipal } }
permissionSets:
`;
const set = (fields: string) => `${principals}  Access: { label: a, ${fields} }`;

describe('a permission set', () => {
  it('grants principals, including names with spaces and hyphens', () => {
    const text = set(
      'principals: [Kms-Key - Service], userExternalCredentials: readWrite, assignTo: [autoproc, a@b.example], exclusive: true, hasActivationRequired: false',
    );
    expect(problemsIn(text)).toEqual([]);
    expect(configOf(text).permissionSets?.Access?.principals).toEqual(['Kms-Key - Service']);
  });

  it('grants only principals of the file or of a managed package', () => {
    expect(problemsIn(set('principals: [acme__Kms-Any]'))).toEqual([]);
    expect(problemsIn(set('principals: [Kms-User]'))).toEqual([
      '8:36 error the principal "Kms-User" in permissionSets.Access is not in externalCredentials; did you mean "Kms-Users"?',
    ]);
  });

  it.each(['Kms', 'Kms-', '-Users', 'Kms - Users', 'K.m-Users'])(
    'refuses an invalid principal: %s',
    (name) => {
      expect(problemsIn(set(`principals: ["${name}"]`))).toEqual([
        "8:36 error item 1 of permissionSets.Access.principals isn't a principal; write ExternalCredential-Principal, with one hyphen between the names",
      ]);
    },
  );

  it('grants a principal once, and is assigned to a user once', () => {
    expect(
      problemsIn(set('principals: [Kms-Users, Kms-Users], assignTo: [a@b.example, A@b.example]')),
    ).toEqual([
      '8:47 error "Kms-Users" is listed twice in permissionSets.Access.principals; keep one',
      '8:83 error "A@b.example" is listed twice in permissionSets.Access.assignTo; keep one',
    ]);
  });

  it.each(['me', "a'b@c.example", 'a b@c.example', 'a@b'])('refuses an invalid user: %s', (user) => {
    expect(problemsIn(set(`assignTo: ["${user}"]`))).toEqual([
      "8:34 error item 1 of permissionSets.Access.assignTo isn't autoproc or a username such as integration@acme.example",
    ]);
  });

  it("doesn't grant autoproc a per-user principal, because nobody signs in as autoproc", () => {
    expect(problemsIn(set('principals: [Kms-Users], assignTo: [autoproc]'))).toEqual([
      '8:36 error "Kms-Users" is a PerUserPrincipal, but autoproc can\'t store credentials, because nobody can sign in as it; grant it a NamedPrincipal',
    ]);
  });

  it('has four levels of access to the credentials of users', () => {
    expect(problemsIn(set('userExternalCredentials: write'))).toEqual([
      '8:48 error "userExternalCredentials" in permissionSets.Access is "write"; it takes none, read, readAll, readWrite or modifyAll',
    ]);
  });
});

describe('names of components', () => {
  const rule =
    'is not a developer name: letters, digits and single underscores, beginning with a letter and not ending in an underscore, at most 80 characters';

  it.each(['constructor', 'toString', 'A', 'A_b_3', 'x'.repeat(80)])('are developer names: %s', (name) => {
    expect(problemsIn(`version: 1\npermissionSets:\n  ${name}: { label: a }`)).toEqual([]);
  });

  it.each([
    '../x',
    "a'b",
    '</x>',
    'A__b',
    'A_',
    '1A',
    'Ä',
    '',
    'a b',
    'ns__A',
    'hasOwnProperty()',
    `x${'y'.repeat(80)}`,
    '${env:NAME}',
  ])('that Salesforce would refuse are refused: %s', (name) => {
    const problems = problemsIn(`version: 1\npermissionSets:\n  ${JSON.stringify(name)}: { label: a }`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      name.startsWith('$') ? /has a reference, but only values can be references$/ : rule,
    );
  });

  it('are case-insensitive', () => {
    expect(problemsIn('version: 1\npermissionSets:\n  Access: { label: a }\n  ACCESS: { label: b }')).toEqual(
      ['4:3 error "ACCESS" and "Access" in permissionSets are the same name to Salesforce; keep one'],
    );
  });
});

describe('removed', () => {
  it('lists removed names once, and no names that the file contains', () => {
    expect(
      problemsIn(
        'version: 1\npermissionSets: { Access: { label: a } }\nremoved: { permissionSets: [access, Old, OLD] }',
      ),
    ).toEqual([
      '3:29 error "access" in removed.permissionSets is also declared in permissionSets; keep one of the two',
      '3:42 error "OLD" is listed twice in removed.permissionSets; keep one',
    ]);
  });

  it.each(['../x', "a'b", '</x>', '*'])('accepts only developer names: %s', (name) => {
    expect(problemsIn(`version: 1\nremoved: { namedCredentials: [${JSON.stringify(name)}] }`)).toEqual([
      expect.stringContaining('2:31 error item 1 of removed.namedCredentials is not a developer name'),
    ]);
  });
});
