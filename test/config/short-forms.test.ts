import { describe, expect, it } from '@jest/globals';
import { editableConfig, toWrittenForm } from '../../src/kinds/config.ts';
import { configOf, problemsIn } from './reading.ts';

const file = (principal: string, environments = '') => `version: 1
externalCredentials:
  Kms:
    label: Kms
    authentication: { protocol: Basic }
    principals:
      Key: ${principal} # ours
${environments}`;
const key = ['externalCredentials', 'Kms', 'principals', 'Key'];
const principalOf = (text: string, environment?: string) =>
  configOf(text, environment, { env: { X: 'x' } }).externalCredentials?.Kms?.principals?.Key;

describe('a principal in short form', () => {
  it('equals the map with that type', () => {
    expect(principalOf(file('NamedPrincipal'))).toEqual({ type: 'NamedPrincipal' });
    expect(problemsIn(file('NamedPrincipal'))).toEqual([]);
  });

  it("merges with an environment's map", () => {
    const credentials = '{ username: "${env:X}", password: "${env:X}" }';
    const uat = `environments: { uat: { externalCredentials: { Kms: { principals: { Key: { credentials: ${credentials} } } } } } }\n`;
    expect(principalOf(file('NamedPrincipal', uat), 'uat')).toEqual({
      type: 'NamedPrincipal',
      credentials: { username: '${env:X}', password: '${env:X}' },
    });
    const literal = uat.replace('password: "${env:X}"', 'password: hunter2');
    expect(problemsIn(file('NamedPrincipal', literal))).toEqual([
      expect.stringContaining('is a secret; replace the value by a reference'),
    ]);
  });

  it("replaces the type in the base's map, and null deletes it", () => {
    const over = (value: string) =>
      `environments: { uat: { externalCredentials: { Kms: { principals: { Key: ${value} } } } } }\n`;
    const base = '{ type: NamedPrincipal, description: d }';
    expect(principalOf(file(base, over('PerUserPrincipal')), 'uat')).toEqual({
      type: 'PerUserPrincipal',
      description: 'd',
    });
    expect(principalOf(file(base, over('null')), 'uat')).toBeUndefined();
  });

  it.each([
    [
      'NamedPrincipel',
      '7:12 error "type" in externalCredentials.Kms.principals.Key is "NamedPrincipel"; it takes NamedPrincipal, PerUserPrincipal or AwsStsPrincipal; did you mean "NamedPrincipal"?',
    ],
    ['[NamedPrincipal]', '7:7 error "Key" in externalCredentials.Kms.principals must be a map, not a list'],
    ['', '7:13 error "Key" in externalCredentials.Kms.principals must be a map, not empty'],
  ])('is checked: %s', (written, problem) => expect(problemsIn(file(written))).toEqual([problem]));
});

describe('an edit of a principal in short form', () => {
  const edited = (path: readonly string[], value: unknown) => {
    const editable = editableConfig(file('NamedPrincipal'));
    editable.set([...key, ...path], value);
    return editable.text();
  };

  it('keeps the form if only the type changes', () => {
    expect(edited(['type'], 'PerUserPrincipal')).toBe(file('PerUserPrincipal'));
  });

  it('writes the type out if there are more fields', () => {
    const text = edited(['description'], 'Reads keys');
    expect(principalOf(text)).toEqual({ type: 'NamedPrincipal', description: 'Reads keys' });
    expect(text).toContain('# ours');
    const credentials = { username: '${env:X}', password: '${env:X}' };
    expect(principalOf(edited(['credentials'], credentials))).toEqual({
      type: 'NamedPrincipal',
      credentials,
    });
  });

  it('leaves a map as it is', () => {
    const editable = editableConfig(file('{ type: NamedPrincipal }'));
    editable.set([...key, 'type'], 'PerUserPrincipal');
    expect(editable.text()).toBe(file('{ type: PerUserPrincipal }'));
  });
});

describe('a new entry', () => {
  it('is short if the type is complete', () => {
    const principals = { A: { type: 'NamedPrincipal' }, B: { type: 'NamedPrincipal', description: 'd' } };
    const path = key.slice(0, 2);
    expect(toWrittenForm({ label: 'Kms', principals }, path)).toEqual({
      label: 'Kms',
      principals: { ...principals, A: 'NamedPrincipal' },
    });
    expect(toWrittenForm(principals.A, ['environments', 'uat', ...key])).toBe('NamedPrincipal');
    expect(toWrittenForm({ type: 'Legacy' }, ['namedCredentials', 'Old'])).toEqual({ type: 'Legacy' });
  });

  it('has the long form of a value on one line if it fits', () => {
    const written = (value: object) => {
      const editable = editableConfig(file('NamedPrincipal'));
      editable.set(['externalCredentials', 'Kms', 'authentication', 'headers', 'x'], value);
      return editable.text();
    };
    expect(written({ value: 'RS256', description: 'Algorithm' })).toContain(
      'x: { value: RS256, description: Algorithm }',
    );
    const editable = editableConfig('version: 1\n');
    editable.set(['externalCredentials'], {
      A: { label: 'A', claims: { alg: { value: 'RS256', description: 'Algorithm' }, x: { value: 'a\nb' } } },
    });
    expect(editable.text()).toContain('      alg: { value: RS256, description: Algorithm }\n');
    expect(editable.text()).not.toContain('x: {');
  });
});
