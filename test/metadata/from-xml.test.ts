import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { configFormat } from '../../src/kinds/config.ts';
import {
  type ComponentType,
  fromXml,
  normalise,
  toComponents,
  toConfig,
  toXml,
} from '../../src/kinds/metadata.ts';
import { violations } from './wsdl.ts';

const header = '<?xml version="1.0" encoding="UTF-8"?>\n';
const file = (type: ComponentType, body: string) =>
  `${header}<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${body}</${type}>\n`;
const sample = (path: string) =>
  readFileSync(new URL(`../../fixtures/samples/${path}`, import.meta.url), 'utf8');
const permissionSet = (body: string) =>
  fromXml('PermissionSet', 'P', file('PermissionSet', `<label>P</label>${body}`));

describe('samples that real orgs returned', () => {
  const samples = [
    ['NamedCredential', 'GoogleBooksAPI', 'apex-recipes/GoogleBooksAPI.namedCredential-meta.xml'],
    ['NamedCredential', 'OpenAI', 'llm-apex-agents/OpenAI.namedCredential-meta.xml'],
    ['ExternalCredential', 'OpenAI', 'llm-apex-agents/OpenAI.externalCredential-meta.xml'],
  ] as const;

  it.each(samples)('%s %s keeps its meaning through a config', (type, name, path) => {
    const component = fromXml(type, name, sample(path));
    const { notes: _notes, ...sections } = toConfig([component]);
    const config = configFormat.schema.parse({ version: 1, ...sections });
    const [again] = toComponents(config, { apiVersion: '66.0' });
    expect(again && normalise(again)).toEqual(normalise(component));
    expect(toXml(component).replace(/\n/g, '')).toBe(sample(path).replace(' ?>', '?>').replace(/\n/g, ''));
  });

  it('names the permission set of a principal in a file of API 57', () => {
    const { notes } = toConfig([
      fromXml('ExternalCredential', 'OpenAI', sample('llm-apex-agents/OpenAI.externalCredential-meta.xml')),
    ]);
    expect(notes.map(({ message }) => message)).toEqual([
      'names the permission set Apex_Agents at a principal, a form from before API 58.0; list the principal under permissionSets instead',
    ]);
  });
});

describe('reading XML', () => {
  const label = (value: string) =>
    fromXml('PermissionSet', 'P', file('PermissionSet', `<label>${value}</label>`)).metadata.label;

  it.each([
    ['&#39;&#x1F511;&amp;lt;', "'🔑&lt;"],
    ['  a\n b ', '  a\n b '],
    ['<![CDATA[<x>&amp;]]>', '<x>&amp;'],
    ['a<!-- never -->b', 'ab'],
    ['007', '007'],
  ])('reads %j as %j', (written, meant) => expect(label(written)).toBe(meant));

  it('ignores comments, attributes and prefixes, and accepts a name in the file', () => {
    const xml = `<!-- c --><m:PermissionSet xmlns:m="x"><fullName>P</fullName><label>L</label></m:PermissionSet>`;
    expect(fromXml('PermissionSet', 'P', xml).metadata.label).toBe('L');
  });

  it.each([
    ['<!DOCTYPE a [<!ENTITY x "y">]><PermissionSet/>', 'it has a DOCTYPE, which orgs never write'],
    ['<PermissionSet><label>x</PermissionSet>', /it is not well-formed XML: .*\(line 1\)/],
    ['', /it is not well-formed XML/],
    ['<a/><b/>', /it is not well-formed XML/],
    ['<Profile/>', 'it contains Profile where PermissionSet was expected'],
    ['<PermissionSet/>', 'the element label is missing'],
    [
      file('PermissionSet', '<label>&nbsp;</label>'),
      'it is not well-formed XML: the entity &nbsp; is not known',
    ],
    [
      file('PermissionSet', '<label>&#xD800;</label>'),
      'it is not well-formed XML: the entity &#xD800; is not known',
    ],
    [file('PermissionSet', '<label>a</label><label>b</label>'), 'the element label appears twice'],
    [
      file('PermissionSet', '<label><b/></label>'),
      'the element label contains elements where a value was expected',
    ],
    [
      file('PermissionSet', '<label>a</label><hasActivationRequired>yes</hasActivationRequired>'),
      'the element hasActivationRequired is "yes", not true or false',
    ],
    [file('PermissionSet', '<fullName>Q</fullName><label>a</label>'), 'its fullName is "Q"'],
  ])('refuses %j', (xml, reason) => {
    expect(() => fromXml('PermissionSet', 'P', xml)).toThrow(
      expect.objectContaining({
        code: 'UnreadableMetadata',
        message:
          typeof reason === 'string'
            ? `PermissionSet P cannot be read: ${reason}`
            : expect.stringMatching(reason),
      }),
    );
  });
});

describe("elements that keyway doesn't write", () => {
  it('are kept, named, noted, and written back unchanged', () => {
    const component = permissionSet(
      '<classAccesses><apexClass>Rotation</apexClass><enabled>true</enabled></classAccesses>' +
        '<objectPermissions><allowRead>true</allowRead><object>Account</object></objectPermissions>' +
        '<hasActivationRequired>false</hasActivationRequired><tabSettings><tab>Keys</tab><visibility>Visible</visibility></tabSettings>',
    );
    expect(component.foreign?.map(({ path, value, reserved }) => [path, value, reserved])).toEqual([
      ['objectPermissions.Account', 'allowRead=true', false],
      ['classAccesses.Rotation', 'enabled=true', false],
      ['tabSettings.Keys', 'visibility=Visible', false],
    ]);
    expect(toConfig([component]).notes).toHaveLength(3);
    expect(toXml(component)).toContain('<apexClass>Rotation</apexClass>');
    expect(normalise(component)).toEqual(normalise(permissionSet('')));
  });

  it('are marked as reserved if Salesforce reserves them', () => {
    const parameter = '<parameterName>x</parameterName><parameterType>CreatedByNamespace</parameterType>';
    const body = `<authenticationProtocol>Basic</authenticationProtocol><externalCredentialParameters>${parameter}</externalCredentialParameters><label>L</label>`;
    const component = fromXml('ExternalCredential', 'E', file('ExternalCredential', body));
    expect(component.foreign?.map(({ path, reserved }) => [path, reserved])).toEqual([
      ['externalCredentialParameters.x', true],
    ]);
    expect(toConfig([component]).notes.map(({ message }) => message)).toEqual([
      "holds externalCredentialParameters.x (parameterType=CreatedByNamespace), which Salesforce manages; keyway doesn't write it",
    ]);
  });

  it('never include a secret: it is dropped and reported', () => {
    const xml = file('NamedCredential', '<label>L</label><password>hunter2</password>');
    const component = fromXml('NamedCredential', 'N', xml);
    const { notes } = toConfig([component]);
    expect(JSON.stringify([component, notes])).not.toContain('hunter2');
    expect(notes[0]?.message).toContain('has a secret in password');
  });
});

describe('a legacy named credential', () => {
  const legacy = (type: string) =>
    fromXml(
      'NamedCredential',
      'Old',
      file('NamedCredential', `<endpoint>https://old.example</endpoint><label>Old</label>${type}`),
    );
  const written = '<namedCredentialType>Legacy</namedCredentialType>';

  it('is recognised with and without the element of its type', () => {
    for (const component of [legacy(''), legacy(written)]) {
      expect(component.metadata.namedCredentialType).toBe('Legacy');
      expect(toConfig([component]).namedCredentials.Old?.type).toBe('Legacy');
    }
    expect(normalise(legacy(''))).toEqual(normalise(legacy(written)));
  });

  it('is written without it, as orgs return it', () => {
    expect(toXml(legacy(written))).not.toContain('namedCredentialType');
    const [rendered] = toComponents(
      { namedCredentials: { Old: { type: 'Legacy', label: 'Old' } } },
      { apiVersion: '66.0' },
    );
    expect(rendered && toXml(rendered)).not.toContain('namedCredentialType');
  });
});

describe('a permission set of an org', () => {
  const access = (...permissions: string[]) =>
    `<objectPermissions>${permissions.map((name) => `<${name}>true</${name}>`).join('')}<object>UserExternalCredential</object></objectPermissions>`;

  it.each([
    [['allowRead', 'viewAllRecords'], 'readAll'],
    [
      ['allowEdit', 'allowRead'],
      ['allowEdit', 'allowRead'],
    ],
    [
      ['allowRead', 'viewAllFields'],
      ['allowRead', 'viewAllFields'],
    ],
  ])('that allows %j on UserExternalCredential is read back unchanged', (permissions, said) => {
    const component = permissionSet(access(...permissions));
    const { permissionSets, notes } = toConfig([component]);
    expect(permissionSets.P?.userExternalCredentials).toEqual(said);
    expect(notes).toEqual([]);
    const [again] = toComponents({ permissionSets }, { apiVersion: '66.0' });
    expect(again && normalise(again)).toEqual(normalise(component));
  });

  it('keeps its license', () => {
    const component = permissionSet('<license>Salesforce</license>');
    const { permissionSets, notes } = toConfig([component]);
    expect(permissionSets.P?.license).toBe('Salesforce');
    expect(notes).toEqual([]);
    expect(
      toComponents({ permissionSets }, { apiVersion: '66.0' })
        .map((one) => toXml(one))
        .join(),
    ).toContain('<license>Salesforce</license>');
  });
});

describe('the check against the WSDL', () => {
  it.each([
    ['<label>L</label>', []],
    ['<label>L</label><description>d</description>', ['PermissionSet has description after label']],
    [
      '<label>L</label><bogus>d</bogus>',
      ['PermissionSet has bogus, which PermissionSet does not have', 'PermissionSet has bogus after label'],
    ],
    ['<description>d</description>', ['PermissionSet lacks label']],
    [
      '<hasActivationRequired>no</hasActivationRequired><label>L</label>',
      ['PermissionSet.hasActivationRequired is "no", not of xsd:boolean'],
    ],
    ['<label>L</label><label>L</label>', ['PermissionSet has label twice']],
  ])('finds errors in %s', (body, problems) => {
    expect(violations(file('PermissionSet', body))).toEqual(problems);
  });
});
