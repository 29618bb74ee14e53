import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { EditableConfig, toLiteral } from '../../src/config/edit/index.ts';
import { type Config, isSecretPlace, parseConfig, readConfig } from '../../src/kinds/config.ts';
import { type ConfigFile, metadataTypes } from '../../src/kinds/index.ts';
import { type Component, fromXml, normalise, toComponents, toXml } from '../../src/kinds/metadata.ts';
import { typeNamed } from '../../src/metadata/metadata-type.ts';
import { currentContent, toPulledForm, write } from '../../src/pull/index.ts';
import { arbitraryConfig } from '../metadata/arbitrary.ts';

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 30) };

/** Names that every JavaScript object has. The lookup must only use own properties. */
const named = (name: string, value: string): ConfigFile => ({
  version: 1,
  externalCredentials: {
    A: {
      label: 'A',
      authentication: { protocol: 'Basic', headers: { [name]: value } },
      principals: { [name]: { type: 'NamedPrincipal' } },
    },
  },
});
const examples: [ConfigFile, ConfigFile][] = ['toString', 'valueOf', 'constructor', 'hasOwnProperty'].flatMap(
  (name): [ConfigFile, ConfigFile][] => [
    [named(name, 'x'), named('plain', 'y')],
    [named('plain', 'x'), named(name, 'y')],
  ],
);
const sources = { env: {}, readFile: () => '' };
const apiVersion = '66.0';

/** Replaces values by valid URLs, and by references to a managed package, which needn't be in the file. */
function makeValid(value: unknown, key = ''): unknown {
  if (/^(url|tokenUrl|stsUrl|endpoint|authTokenEndpointUrl)$/.test(key)) return 'https://acme.example/x';
  if (key === 'externalCredential') return 'acme__Kms';
  if (key === 'principals' && Array.isArray(value)) return value.map((_, index) => `acme__Kms-P${index}`);
  if (Array.isArray(value)) return value.map((item) => makeValid(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, makeValid(item, name)]));
}

const names = ['A', 'B'];
const sections = ['certificates', 'externalCredentials', 'namedCredentials', 'permissionSets'] as const;

/** The components of a generated config with a few names, so that some of them collide. */
function renamed(config: ConfigFile): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    sections.map((section) => [
      section,
      Object.fromEntries(
        Object.values(config[section] ?? {})
          .slice(0, names.length)
          .map((item, index) => [names[index], makeValid(item)]),
      ),
    ]),
  );
}

function textOf(config: Record<string, Record<string, unknown>>, environment = ''): string {
  const editable = new EditableConfig(`# kept\nversion: 1\napiVersion: "${apiVersion}"\n${environment}`);
  for (const [section, items] of Object.entries(config))
    for (const [name, item] of Object.entries(items))
      editable.set([section, name], toLiteral(item, [section, name], isSecretPlace));
  return editable.text();
}

function read(text: string, environment: string | undefined): Config | undefined {
  const document = parseConfig(text, 'keyway.yaml');
  const chosen = document.environments.find(({ name }) => name === environment);
  return readConfig(document, chosen, { sources, apiVersion }).config;
}

const inOrg = (config: Config): readonly Component[] =>
  toComponents(config, { apiVersion }).map((one) => fromXml(one.type, one.fullName, toXml(one)));

const sectionOf = ({ type }: Component) => typeNamed(metadataTypes, type).section;

/** Whether a config can express this component: the schema doesn't accept everything that an org has. */
function isRepresentable(org: Config, type: string, name: string): boolean {
  const component = inOrg(org).find((one) => one.type === type && one.fullName === name) as Component;
  const { config } = toPulledForm(component, undefined, new Map());
  return read(textOf({ [sectionOf(component)]: { [name]: config } }), undefined) !== undefined;
}

jest.setTimeout(600_000);

it.each([undefined, 'uat'])(
  'whatever the file contains, after a pull (--env %s) it matches the org, and a second changes nothing',
  (environment) => {
    let checked = 0;
    fc.assert(
      fc.property(arbitraryConfig(), arbitraryConfig(), (before, there) => {
        const text = textOf(renamed(before), environment === undefined ? '' : 'environments: { uat: {} }\n');
        const [config, org] = [read(text, environment), read(textOf(renamed(there)), undefined)];
        fc.pre(config !== undefined && org !== undefined);
        const pull = (from: string, current: Config) => {
          const document = parseConfig(from, 'keyway.yaml');
          const all = inOrg(org).map((one) => toPulledForm(one, currentContent(current, one), new Map()));
          const intoEnvironment = environment !== undefined;
          const chosen = document.environments.find(({ name }) => name === environment);
          return write(
            {
              text: from,
              document,
              config: current,
              environment: chosen,
              intoEnvironment,
              sources,
              hidden: new Set(),
            },
            all,
          );
        };
        const written = pull(text, config);
        expect(written.leftOut.filter(({ type, name }) => isRepresentable(org, type, name))).toEqual([]);
        expect(written.text).toMatch(/^# kept\n/);
        const after = read(written.text, environment) as Config;
        const meaning = new Map(
          toComponents(after, { apiVersion }).map((one) => [`${one.type}:${one.fullName}`, normalise(one)]),
        );
        const left = new Set(written.leftOut.map(({ type, name }) => `${type}:${name}`));
        for (const one of inOrg(org).filter(({ type, fullName }) => !left.has(`${type}:${fullName}`)))
          expect(meaning.get(`${one.type}:${one.fullName}`)).toEqual(normalise(one));
        expect(pull(written.text, after).text).toBe(written.text);
        checked += 1;
      }),
      { ...runs, examples },
    );
    expect(checked).toBeGreaterThan(runs.numRuns / 2);
  },
);
