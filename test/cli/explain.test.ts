import { describe, expect, it } from '@jest/globals';
import { commands } from '../../src/cli/commands.ts';
import { nameOf } from '../../src/cli/entry.ts';
import { explanations } from '../../src/errors/explain.ts';
import { keyway } from './keyway.ts';

describe('keyway explain', () => {
  it('explains a code and what to do, ignoring its case', async () => {
    const known = explanations.find(({ code }) => code === 'PlanOutdated');
    expect(await keyway(['explain', 'planoutdated'])).toEqual({
      exitCode: 0,
      stdout: `PlanOutdated\n  ${known?.meaning}\n  ${known?.action}\n`,
      stderr: '',
    });
  });

  it('knows every code, each with a meaning and an action', async () => {
    const { stdout } = await keyway(['explain', '--json']);
    expect(JSON.parse(stdout).result).toEqual(explanations);
    const incomplete = explanations.filter(
      ({ meaning, action }) => !/^\S.+\w\W?\.$/.test(meaning) || !/^\W?[A-Z].+\.$/.test(action),
    );
    expect(incomplete).toEqual([]);
  });

  it('suggests the most similar code', async () => {
    const { exitCode, stderr } = await keyway(['explain', 'PlanOutdate']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Error \[UsageWrong\]: .*did you mean "PlanOutdated"\?\n/);
  });
});

describe('--help', () => {
  const all = commands.flatMap((entry) =>
    'actions' in entry
      ? entry.actions.map((action) => ({ words: [nameOf(entry), nameOf(action)], example: action.example }))
      : [{ words: [nameOf(entry)], example: entry.example }],
  );

  it.each(all)('of $words ends with an example', async ({ words, example }) => {
    const { stdout } = await keyway([...words, '--help']);
    expect(stdout.replaceAll(/\n\s+/g, ' ')).toContain(`keyway ${example}`);
    expect(example.split(' ')).toEqual(expect.arrayContaining(words));
  });
});
