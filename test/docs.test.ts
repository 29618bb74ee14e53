import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sources } from '../src/config/index.ts';
import { errorCodes } from '../src/errors/codes.ts';
import { parseConfig, readConfig } from '../src/kinds/config.ts';
import { keyway } from './cli/keyway.ts';

const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md').sort()];

interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

/** The fenced code blocks of all pages. */
const blocks: readonly Block[] = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^```(\w+)\n(.*?)^```/gms)].map(
    ([, language = '', text = '']): Block => ({ page, language, text }),
  ),
);
const lines = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ page, text }) => text.split('\n').map((line) => ({ page, line: line.trim() })));
/** Commands within sentences and tables of the pages for beginners and for troubleshooting. */
const inline = pages
  .filter((page) => page.endsWith('/troubleshooting.md') || page.startsWith(join('docs', 'coming-from')))
  .flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/`(keyway [^`]+)`/g)].map(([, command]) => ({
      page,
      line: `npx ${command}`,
    })),
  );
const distinct = (found: typeof lines) => [...new Map(found.map((each) => [each.line, each])).values()];

/** The value of every reference in the examples. */
const local = 'http://127.0.0.1/value';
const sources: Sources = {
  env: new Proxy({}, { get: () => 'value' }),
  readFile: () => 'value',
  runCommand: () => 'value',
  local: { keyService: local, tokenUrl: local, clientId: 'value', clientSecret: 'value' },
};

describe('examples in the pages', () => {
  it.each(blocks.filter(({ language, text }) => language === 'yaml' && /^version:/m.test(text)))(
    'a config in $page is valid in every environment',
    ({ page, text }) => {
      const document = parseConfig(text, page);
      const problems = [undefined, ...document.environments].flatMap(
        (environment) => readConfig(document, environment, { sources, defaultApiVersion: '66.0' }).problems,
      );
      expect(problems).toEqual([]);
    },
  );

  it.each(pages)('%s names existing scripts of package.json', (page) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = [...readFileSync(page, 'utf8').matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(
      ([, name]) => name,
    );
    expect(named.filter((name) => !(String(name) in scripts))).toEqual([]);
  });

  it('links lead to existing files and headings', () => {
    const broken = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)]
        .filter(([, link, anchor]) => {
          const path = link ? resolve(page, '..', link) : page;
          return !exists(path) || (anchor !== undefined && !anchorsOf(path).includes(anchor));
        })
        .map(([link]) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('source files that a page names exist', () => {
    const sources = globSync('{src,scripts,test,templates,plugins,site}/**/*.{ts,js,mjs,yml,json}').filter(
      (path) => !path.includes('node_modules'),
    );
    const missing = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:ts|js|mjs|yml))`/g)]
        .map(([, path]) => String(path))
        .filter(
          (path) =>
            !path.startsWith('.github/') && !sources.some((source) => `/${source}`.endsWith(`/${path}`)),
        )
        .map((path) => `${page}: ${path}`),
    );
    expect(missing).toEqual([]);
  });

  it('the index lists every page once', () => {
    const listed = [...readFileSync('docs/README.md', 'utf8').matchAll(/^- \[[^\]]+\]\(([^)]+)\)/gm)].map(
      ([, link]) => link,
    );
    const there = globSync('docs/**/*.md').map((path) => relative('docs', path).replaceAll('\\', '/'));
    expect(listed.sort()).toEqual(there.filter((path) => path !== 'README.md').sort());
  });

  it('troubleshooting names existing error codes, each at its place in errors.md', () => {
    const named = [
      ...readFileSync('docs/troubleshooting.md', 'utf8').matchAll(/\[(\w+)\]\(errors\.md#(\w+)\)/g),
    ];
    expect(named.length).toBeGreaterThan(15);
    expect(
      named.filter(([, code = '', place]) => !(code in errorCodes) || code.toLowerCase() !== place),
    ).toEqual([]);
  });

  describe('command lines', () => {
    const environment = { ...process.env };
    const repository = process.cwd();
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'keyway-docs-'));
      for (const name of Object.keys(process.env)) delete process.env[name];
      Object.assign(process.env, { PATH: environment.PATH, HOME: folder });
      process.chdir(folder);
    });
    afterEach(() => {
      process.chdir(repository);
      Object.assign(process.env, environment);
      rmSync(folder, { recursive: true });
    });

    // Runs without a config, as a user who has nothing, so that only the command line is parsed.
    it.each(distinct([...lines.filter(({ line }) => line.startsWith('npx keyway ')), ...inline]))(
      'keyway accepts "$line" of $page',
      async ({ line }) => {
        const words = splitWords(line).slice(2);
        const serves = words[0] === 'local-org' && words[1] === 'start';
        const asked = serves && !words.includes('--seed') ? [...words, '--seed', 'nothing.yaml'] : words;
        const { stdout } = await keyway([...asked, '--json'], '{}');
        expect(JSON.parse(stdout).name).not.toBe('UsageWrong');
      },
    );
  });
});

/** Splits a line like a shell. A comment, a redirection or a pipe ends it. */
function splitWords(line: string): readonly string[] {
  return [...line.replace(/ (?:#|[<>|] ).*/, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
}

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR';
  }
}

/** Anchors of a page's headings, as GitHub and VitePress generate them. */
function anchorsOf(path: string): readonly string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/<[^>]+>|[^\p{L}\p{N} _-]/gu, '')
      .toLowerCase()
      .replaceAll(' ', '-'),
  );
}
