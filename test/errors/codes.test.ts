import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { errorCodes } from '../../src/errors/codes.ts';

const root = join(import.meta.dirname, '../../src');
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== join('errors', 'codes.ts'))
  .filter((file) => file !== join('errors', 'answer-lost.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')
  // Comments contain codes too.
  .replace(/^\s*(\/\/|\/?\*).*$/gm, '');
const codes = Object.keys(errorCodes);

describe('the list of error codes', () => {
  it('is in PascalCase and sorted', () => {
    expect(codes.filter((code) => !/^([A-Z][a-z]+)+[A-Z]?$/.test(code))).toEqual([]);
    expect(codes).toEqual([...codes].sort());
  });

  it('contains no code that the source never throws', () => {
    expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
  });

  it('contains every code that the source throws', () => {
    const thrown = [...sources.matchAll(/new KeywayError\(\s*'([^']+)'/g)].map(([, code]) => code);
    expect(thrown.length).toBeGreaterThan(100);
    expect(thrown.filter((code) => !codes.includes(code ?? ''))).toEqual([]);
  });

  it('explains each code and what to do, in one sentence each', () => {
    const wrong = Object.values(errorCodes).filter((text) => !/^[\w].{20,110}\.$/.test(text));
    expect(wrong).toEqual([]);
  });
});
