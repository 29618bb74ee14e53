import { describe, expect, it } from '@jest/globals';
import { assumptions, factsOf } from '../../scripts/conformance/assumptions.ts';
import { facts } from '../../src/conformance/facts/index.ts';
import { unaskable } from '../../src/conformance/unaskable.ts';

const constants = await assumptions();

describe('assumptions', () => {
  it('are found', () => {
    expect(constants.length).toBeGreaterThan(100);
  });

  it.each(constants)('has a fact, or a reason why no org can be asked: %s', (constant) => {
    const isSettled = factsOf(facts, constant).length > 0;
    expect({ constant, isSettled }).toEqual({ constant, isSettled: unaskable[constant] === undefined });
  });

  it('exist if facts or reasons name them', () => {
    const named = [...facts.flatMap((fact) => fact.constants), ...Object.keys(unaskable)];
    expect(named.filter((name) => !constants.includes(name))).toEqual([]);
  });
});

describe('facts', () => {
  it('have unique ids', () => {
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  });

  it.each(facts)('asks before it returns an expectation: $id', async ({ observe }) => {
    const wire = new Proxy(
      {},
      {
        get: (_, name) => {
          throw new Error(`asked for ${String(name)}`);
        },
      },
    );
    await expect(async () => observe(wire as Parameters<typeof observe>[0])).rejects.toThrow('asked for');
  });
});
