import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configText } from '../operations/org-and-config.ts';
import { setEnvironment, workspace } from '../operations/workspace.ts';
import { keyway } from './keyway.ts';

describe('keyway graph', () => {
  it.each([
    ['graph.html', '<!doctype html>'],
    ['graph.svg', '<svg '],
    ['graph.md', 'flowchart LR'],
  ])('writes %s in the format of its ending', async (name, begins) => {
    setEnvironment({ ACME_SECRET: 'secret' });
    const { config, directory } = workspace(configText());
    const out = join(directory, name);
    const { exitCode, stdout } = await keyway(['graph', '--config', config, '--out', out]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `Wrote ${out}.\n` });
    expect(readFileSync(out, 'utf8').toLowerCase()).toContain(begins.toLowerCase());
  });

  it('takes -o for an org, and says so to a person who meant a file', async () => {
    const { config } = workspace(configText());
    const { exitCode, stderr, stdout } = await keyway(['graph', '--config', config, '-o', 'graph.html']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/UsageWrong[\s\S]*--from-org[\s\S]*--out FILE/);
  });
});
