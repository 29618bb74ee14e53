import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import yargs from 'yargs';
import type { Command } from '../../src/cli/command.ts';

const folder = fileURLToPath(new URL('../../templates/ci/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));

/** All texts of a workflow. */
function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
}

/** Command lines of keyway as words, without quotes and redirections. */
function commandLines(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/\bnpx keyway ([^\n|;&]*)/g)].map(([, line = '']) =>
    (line.replace(/>.*$/, '').match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) =>
      word.replace(/^(["'])(.*)\1$/, '$2'),
    ),
  );
}

describe.each(files)('templates/ci/%s', (file) => {
  const text = readFileSync(folder + file, 'utf8');
  const workflow = parse(text);
  const lines = [...new Set(texts(workflow))].flatMap(commandLines);

  const verbs = new Set(lines.map(([verb]) => verb));

  if (file.endsWith('key-rotation.yml')) {
    it("rotates on a schedule, from the key's source, and approves no risk", () => {
      expect(lines.map(([verb, action]) => `${verb} ${action}`)).toEqual(['key rotate', 'key list']);
      expect(text).not.toContain('--allow ');
      expect(text).toMatch(/schedule/);
    });
  } else if (file.includes('drift')) {
    it('only reads the org', () => {
      expect([...verbs]).toEqual(['pull']);
      expect(text).not.toMatch(/secrets\.(?!SFDX_URL_READ_ONLY)/);
    });
  } else {
    it('is YAML with the steps that a team needs', () => {
      expect([...verbs].sort()).toEqual(['deploy', 'plan', 'render', 'validate', 'verify']);
      for (const flag of [
        '--markdown',
        '--out',
        '--plan',
        '--exit-code',
        '--shard',
        '--report',
        '--history-dir',
      ])
        expect(text).toContain(flag);
    });

    it('keeps one comment with the plan up to date', () => {
      expect(text).toContain('node node_modules/sf-keyway/templates/ci/comment.mjs comment plan.md');
    });
  }

  it.each(lines.map((line) => ({ title: line.join(' '), line })))('keyway $title', async ({ line }) => {
    // An action of `key` has a separate file.
    const named = line[0] === 'key' ? 2 : 1;
    const words = line.slice(named);
    const path = `../../src/cli/${line.slice(0, named).join('-')}.ts`;
    const { command }: { command: Command } = await import(path);
    const parser = command
      .flags(
        yargs([...words])
          .option('config', { type: 'string' })
          .option('env', { type: 'string' }),
      )
      .strict()
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new Error(message);
      });
    expect((await parser.parseAsync())._).toEqual([]);
  });
});

describe('the workflow of GitHub', () => {
  const { jobs, on } = parse(readFileSync(`${folder}github-actions.yml`, 'utf8'));

  it('gives a pull request from a fork no sign-in', () => {
    expect(Object.keys(on)).not.toContain('pull_request_target');
    expect(JSON.stringify(jobs.validate)).not.toContain('secrets.');
    expect(jobs.plan.if).toBe('github.event.pull_request.head.repo.full_name == github.repository');
    expect(JSON.stringify(jobs.plan)).not.toMatch(/secrets\.(?!SFDX_URL_READ_ONLY)/);
  });

  it('gives every deploying job an environment, whose reviewers approve it', () => {
    const deploys = Object.values(jobs as Record<string, { environment?: string }>).filter((job) =>
      JSON.stringify(job).includes('keyway deploy'),
    );
    expect(deploys).toHaveLength(2);
    for (const job of deploys) expect(job.environment).toEqual(expect.any(String));
  });
});
