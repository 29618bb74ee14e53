import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EditableConfig, toLiteral } from '../../../src/config/edit/index.ts';
import { changedLines } from '../../../src/config/edit/lines.ts';
import { toPlain } from '../../../src/config/tree.ts';
import { isSecretPlace, parseConfig, readConfig } from '../../../src/kinds/config.ts';
import { arbitraryConfig, text } from '../../metadata/arbitrary.ts';

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 100) };
const start = '# Kept.\nversion: 1\napiVersion: "66.0" # this too\n';

function editConfig(change: (config: EditableConfig) => void, from = start): string {
  const config = new EditableConfig(from);
  change(config);
  return config.text();
}

describe('an edited config', () => {
  it('contains any component exactly, and keeps its comments', () => {
    fc.assert(
      fc.property(arbitraryConfig(), ({ version: _version, ...config }) => {
        const changed = editConfig((editable) => {
          for (const [section, items] of Object.entries(config)) {
            for (const [name, item] of Object.entries(items ?? {})) {
              editable.set([section, name], toLiteral(item, [section, name], isSecretPlace));
            }
          }
        });
        expect(changed).toMatch(/^# Kept\.\nversion: 1\napiVersion: "66\.0" # this too\n/);
        const tree = toPlain(parseConfig(changed, 'keyway.yaml').tree);
        const filled = Object.fromEntries(
          Object.entries(config).filter(([, items]) => Object.keys(items ?? {}).length > 0),
        );
        expect(tree).toEqual({
          version: 1,
          apiVersion: '66.0',
          ...(toLiteral(filled, [], isSecretPlace) as object),
        });
      }),
      runs,
    );
  });

  it('reads any text from an org as that text', () => {
    const sources = { env: {}, readFile: () => '' };
    fc.assert(
      fc.property(text, fc.constantFrom('', '${', '$${env:X}'), (value, more) => {
        const description = `${value}${more}`;
        const component = { label: 'A', description, authentication: { protocol: 'Basic' } };
        const path = ['externalCredentials', 'A'];
        const changed = editConfig((editable) =>
          editable.set(path, toLiteral(component, path, isSecretPlace)),
        );
        const { config } = readConfig(parseConfig(changed, 'k'), undefined, { sources });
        expect(config?.externalCredentials?.A?.description).toBe(description);
      }),
      runs,
    );
  });

  it('is unchanged byte for byte if nothing was changed, or an addition was removed again', () => {
    const odd = '# x\r\n\r\n\r\nversion:   1\r\nremoved: {}   # none';
    expect(editConfig(() => {}, odd)).toBe(odd);
    expect(editConfig((editable) => editable.delete(['permissionSets', 'A']), odd)).toBe(odd);
    const back = editConfig((editable) => {
      editable.set(['permissionSets', 'A', 'label'], 'x');
      editable.delete(['permissionSets', 'A', 'label']);
    });
    expect(back).toBe(start);
  });

  it('puts sections before removed and environments', () => {
    const file = `${start}environments: { a: { default: true } }\n`;
    expect(
      editConfig((editable) => editable.set(['permissionSets', 'A'], { label: 'x' }), file),
    ).toBe(`${start}
permissionSets:
  A:
    label: x
environments: { a: { default: true } }
`);
  });
});

it('shows changed lines with their context', () => {
  expect(changedLines('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nd\nE\nf\n', 1)).toEqual(['  d', '- e', '+ E', '  f']);
  expect(changedLines('', 'a\n')).toEqual(['+ a']);
  expect(changedLines('a\nb\nc\nd\ne\n', 'b\nc\nd\ne\nx\n', 1)).toEqual(['- a', '  b', '…', '  e', '+ x']);
});
