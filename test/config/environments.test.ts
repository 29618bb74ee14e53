import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chooseEnvironment } from '../../src/config/index.ts';
import { overlay, toPlain } from '../../src/config/tree.ts';
import { parseYaml } from '../../src/config/yaml.ts';
import { configOf, problemsIn, sectionNames } from './reading.ts';

const base = `version: 1
externalCredentials:
  Kms:
    label: Kms
    authentication: { protocol: Basic }
    principals: { Service: { type: NamedPrincipal } }
namedCredentials:
  Keys: { label: Keys, url: https://kms.example, externalCredential: Kms, headers: { a: "1", b: "2" }, allowedNamespaces: [x, y] }
permissionSets:
  Access: { label: Access, principals: [Kms-Service] }
environments:
`;

describe('an environment', () => {
  it("overlays the file's fields: maps merge, lists and scalars replace, null deletes", () => {
    const { namedCredentials } = configOf(
      `${base}  uat:
    namedCredentials:
      Keys: { url: https://uat.example, headers: { a: null, b: "3", c: "4" }, allowedNamespaces: [z] }
      More: { label: More, url: https://more.example, externalCredential: Kms }
`,
      'uat',
    );
    expect(namedCredentials).toEqual({
      Keys: {
        label: 'Keys',
        url: 'https://uat.example',
        externalCredential: 'Kms',
        headers: { b: '3', c: '4' },
        allowedNamespaces: ['z'],
      },
      More: { label: 'More', url: 'https://more.example', externalCredential: 'Kms' },
    });
  });

  it('deletes a component with null', () => {
    const text = `${base}  uat: { permissionSets: { Access: null } }\n`;
    expect(problemsIn(text)).toEqual([]);
    expect(configOf(text, 'uat').permissionSets).toEqual({});
    expect(Object.keys(configOf(text).permissionSets ?? {})).toEqual(['Access']);
  });

  it('can contain only its own settings', () => {
    const settings =
      '{ targetOrg: acme-uat, orgId: 00D000000000001AAA, default: true, protected: true, apiVersion: "64.0" }';
    expect(problemsIn(`${base}  uat: ${settings}\n`)).toEqual([]);
    expect(configOf(`${base}  uat: ${settings}\n`, 'uat')).toMatchObject({
      apiVersion: '64.0',
      environment: {
        name: 'uat',
        targetOrg: 'acme-uat',
        orgId: '00D000000000001AAA',
        default: true,
        protected: true,
      },
    });
  });

  it("reports null for something that doesn't exist, because a misspelt name would be deployed silently", () => {
    expect(problemsIn(`${base}  uat: { namedCredentials: { Key: null } }\n`)).toEqual([
      '12:30 error "Key" in namedCredentials is null, but the file has no such entry to remove; did you mean "Keys"? (environment uat)',
    ]);
  });

  it('is named in a problem that only it has', () => {
    expect(problemsIn(`${base}  uat: { externalCredentials: { Kms: { principals: null } } }\n`)).toEqual([
      '10:41 error the principal "Kms-Service" in permissionSets.Access is not in externalCredentials (environment uat)',
    ]);
  });

  it("isn't named in a problem that the base has", () => {
    const text = `${base}  uat: { targetOrg: x, namedCredentials: { Keys: { url: https://uat.example } } }\n  qa: {}\n`;
    expect(problemsIn(text.replace('label: Keys, ', ''))).toEqual([
      '8:3 error "label" in namedCredentials.Keys is missing',
    ]);
  });

  it('shares a problem with other environments that have it', () => {
    const change = '{ namedCredentials: { Keys: { url: x } } }';
    expect(problemsIn(`${base}  uat: &same ${change}\n  qa: *same\n`)).toEqual([
      '12:49 error "url" in namedCredentials.Keys is not a URL; it must begin with https:// (environments uat, qa)',
    ]);
  });

  it('is among at most five named environments of a problem', () => {
    const change = '{ namedCredentials: { Keys: { url: x } } }';
    const others = ['b', 'c', 'd', 'e', 'f', 'g'].map((name) => `  ${name}: *same\n`).join('');
    expect(problemsIn(`${base}  a: &same ${change}\n${others}`)).toEqual([
      expect.stringMatching(/ \(environments a, b, c, d, e and 2 more\)$/),
    ]);
  });

  it.each([
    ['defalt: true', '12:10 error unknown field "defalt" in environments.uat; did you mean "default"?'],
    [
      'colour: 1',
      `12:10 error unknown field "colour" in environments.uat; it takes targetOrg, targetOrgs, orgId, credentialOrg, keyOrg, default, protected, apiVersion, ${sectionNames}, removed`,
    ],
    [
      'targetOrg: a, targetOrgs: [b]',
      '12:24 error "targetOrgs" cannot be used together with targetOrg; keep one of the two (environment uat)',
    ],
    ['targetOrgs: []', '12:10 error "targetOrgs" is empty; name an org (environment uat)'],
    ['targetOrgs: [a, a]', '12:10 error "targetOrgs" lists an org twice; keep one (environment uat)'],
    ['targetOrg: ""', '12:21 error "targetOrg" is empty; write a value or remove the line (environment uat)'],
    [
      'orgId: 00Dxyz',
      '12:17 error "orgId" is not an org ID: 00D and 12 or 15 more characters (environment uat)',
    ],
    ['default: yes', '12:19 error "default" must be true or false, not "yes" (environment uat)'],
    [
      'targetOrg: "${env:ORG}"',
      '12:21 error "targetOrg" in environments.uat can\'t be a reference, because the file must say which org each environment is for; use -o for another org',
    ],
    [
      'namedCredentials: { Keys: { urll: x } }',
      '12:38 error unknown field "urll" in namedCredentials.Keys; did you mean "url"? (environment uat)',
    ],
  ])('is refused if it is malformed: %s', (settings, problem) => {
    expect(problemsIn(`${base}  uat: { ${settings} }\n`)).toEqual([problem]);
  });

  it.each(['"a b"', '"../x"', '""', '-x'])(
    'has a name that is safe in a shell and a path, unlike %s',
    (name) => {
      expect(problemsIn(`${base}  ${name}: {}\n`)).toEqual([
        expect.stringMatching(
          /^12:3 error the name ".*" in environments must consist of letters, digits, hyphens, underscores and dots, begin with a letter or digit, and have at most 80 characters$/,
        ),
      ]);
    },
  );

  it('is a map', () => {
    expect(problemsIn(`${base}  uat: local\n`)).toEqual([
      '12:3 error "uat" in environments must be a map, not "local"',
    ]);
    expect(problemsIn('version: 1\nenvironments: [uat]')).toEqual([
      '2:15 error "environments" must be a map, not a list',
    ]);
  });

  it("can't be one of more than a few hundred", () => {
    const many = Array.from({ length: 501 }, (_, index) => `  e${index}: {}\n`).join('');
    expect(problemsIn(`${base}${many}`)).toEqual([
      '11:1 error there are 501 environments; keyway accepts at most 500; use targetOrgs for orgs that get the same deploy',
    ]);
  });
});

describe('the file without environments', () => {
  it("is checked alone: an environment doesn't complete it", () => {
    const text = `version: 1
namedCredentials:
  Keys: { label: Keys, url: https://kms.example, externalCredential: Kms }
environments:
  uat: { externalCredentials: { Kms: { label: Kms, authentication: { protocol: Basic } } } }
`;
    expect(problemsIn(text)).toEqual([
      '3:70 error "externalCredential" in namedCredentials.Keys is "Kms", which is not in externalCredentials',
    ]);
    expect(configOf(text, 'uat').namedCredentials?.Keys).toBeDefined();
  });
});

describe('the chosen environment', () => {
  const named = (...names: string[]) => names.map((name) => ({ name }));
  const choose = (environments: readonly { name: string; default?: boolean }[], name?: string) =>
    chooseEnvironment(environments, name, 'keyway.yaml')?.name;

  it('is the named one, else the default, else the only one, else none if there are none', () => {
    const two = [{ name: 'local', default: true }, { name: 'uat' }];
    expect(choose(two, 'uat')).toBe('uat');
    expect(choose(two)).toBe('local');
    expect(choose(named('uat'))).toBe('uat');
    expect(choose([])).toBeUndefined();
  });

  it('must exist', () => {
    expect(() => choose(named('uat', 'production'), 'prodution')).toThrow(
      expect.objectContaining({
        code: 'EnvironmentUnknown',
        message: 'keyway.yaml has no environment "prodution"; did you mean "production"?',
        actions: ['It has: uat, production.'],
      }),
    );
    expect(() => choose([], 'uat')).toThrow(
      expect.objectContaining({
        message: 'keyway.yaml has no environment "uat".',
        actions: ['To add it, edit environments: in keyway.yaml.'],
      }),
    );
    expect(() => choose(named('uat'), 'constructor')).toThrow(
      'keyway.yaml has no environment "constructor".',
    );
  });

  it('must be named if there are several without a default', () => {
    expect(() => choose(named('uat', 'production'))).toThrow(
      expect.objectContaining({
        code: 'EnvironmentNotChosen',
        message: 'keyway.yaml has 2 environments but none is marked default.',
        actions: ['Choose one with --env: uat, production.'],
      }),
    );
  });

  it('is the default only once', () => {
    expect(
      problemsIn(`${base}  uat: { default: true }\n  qa: { default: true }\n  dev: { default: false }\n`),
    ).toEqual(['13:9 error environment qa is marked default, but so is uat; keep one']);
  });

  it('exists even with an error: the error is reported, not that it is unknown', () => {
    expect(() => configOf(`${base}  uat: { default: 1 }\n`, 'uat')).toThrow(
      'keyway.yaml:12:19 error "default" must be true or false, not the number 1 (environment uat)',
    );
  });
});

type Plain = null | string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** The rules of the design, in minimal JavaScript. */
function mergeOver(under: Plain | undefined, over: Plain): Plain {
  if (!isMap(over)) return over;
  const merged: Record<string, Plain> = isMap(under) ? { ...under } : {};
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete merged[key];
    else merged[key] = mergeOver(merged[key], value);
  }
  return merged;
}

function isMap(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('overlaying one tree on another', () => {
  const { map } = fc.letrec<{ map: Plain; value: Plain }>((tie) => ({
    map: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor'), tie('value'), {
      maxKeys: 4,
    }) as fc.Arbitrary<Plain>,
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Plain>(null, 'x', 'y', 1, true),
      fc.array(fc.constantFrom<Plain>(null, 'x'), { maxLength: 2 }) as fc.Arbitrary<Plain>,
      tie('map'),
    ),
  }));
  const tree = (value: Plain) => {
    const { tree: read } = parseYaml(JSON.stringify(value), 'x.yaml');
    if (!read) throw new Error('not read');
    return read;
  };

  it('gives the same as a simple model, with keys in the same order', () => {
    fc.assert(
      fc.property(map, map, (under, over) => {
        const plain = toPlain(overlay(tree(under), tree(over)));
        expect(JSON.stringify(plain)).toBe(JSON.stringify(mergeOver(under, over)));
      }),
      { numRuns: 500 },
    );
  });

  it('changes neither tree', () => {
    fc.assert(
      fc.property(map, map, (under, over) => {
        const [left, right] = [tree(under), tree(over)];
        overlay(left, right);
        expect([toPlain(left), toPlain(right)]).toEqual([under, over]);
      }),
      { numRuns: 100 },
    );
  });
});
