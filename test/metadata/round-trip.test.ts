import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Component,
  fromXml,
  normalise,
  toComponents,
  toConfig,
  toXml,
} from '../../src/kinds/metadata.ts';
import { arbitraryConfig, text } from './arbitrary.ts';

const options = { apiVersion: '66.0' };
const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 100) };
const reread = ({ type, fullName }: Component, xml: string) => fromXml(type, fullName, xml);

describe('a config rendered to XML and read back', () => {
  it('renders the same bytes again', () => {
    fc.assert(
      fc.property(arbitraryConfig(), (config) => {
        for (const component of toComponents(config, options)) {
          const xml = toXml(component);
          const read = toConfig([reread(component, xml)]);
          const [again] = toComponents(read, options);
          expect(again && toXml(again)).toBe(xml);
        }
      }),
      runs,
    );
  });

  it('means the same at every step', () => {
    fc.assert(
      fc.property(arbitraryConfig(), (config) => {
        for (const component of toComponents(config, options)) {
          const read = reread(component, toXml(component));
          expect(normalise(read)).toEqual(normalise(component));
          expect(read.foreign).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('keeps any text exactly', () => {
    fc.assert(
      fc.property(text, (value) => {
        const [component] = toComponents(
          { namedCredentials: { A: { label: 'A', url: value, externalCredential: 'B' } } },
          options,
        );
        const read = fromXml('NamedCredential', 'A', toXml(component as Component));
        expect(read.metadata.namedCredentialParameters[0]?.parameterValue ?? '').toBe(value);
      }),
      runs,
    );
  });
});
