import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { chain, local } from './configs.ts';
import { main, removeWorkspaces, type Workspace, workspace } from './keyway.ts';
import { packageFolder } from './pack.ts';

afterEach(removeWorkspaces);

const run = promisify(execFile);
const listShippedFiles = (): readonly string[] =>
  readdirSync(packageFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(packageFolder.length + 1));

/** A project with the installed package. */
function installed(): Workspace {
  const space = workspace();
  mkdirSync(join(space.folder, 'node_modules'));
  symlinkSync(packageFolder, join(space.folder, 'node_modules/sf-keyway'));
  return space;
}

describe('the package', () => {
  it('contains only the program, templates, schema and documents', () => {
    const files = listShippedFiles();
    const top = [...new Set(files.map((path) => path.split('/')[0]))].sort();
    expect(top).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
      'schema',
      'templates',
    ]);
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/main.js',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/sbom.cdx.json',
        'schema/keyway.schema.json',
      ]),
    );
    expect(files.filter((path) => /(?:\.test\.|(?<!\.d)\.ts$)/.test(path))).toEqual([]);
  });

  it.each([[[]], [['plan']], [['key', 'rotate']]])('help %j prints what --help prints', async (command) => {
    const { keyway } = workspace();
    const { status, stdout } = await keyway(['help', ...command]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: (await keyway([...command, '--help'])).stdout });
    expect(stdout).toContain(['keyway', ...command].join(' '));
  });

  it('says which Node it needs before it imports anything', async () => {
    const { keyway } = workspace();
    for (const version of ['20.19.0', '22.20.0', '23.1.0', '24.14.9', '25.0.0']) {
      const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' });
        Object.defineProperty(process, 'version', { value: 'v${version}' });`;
      const { status, stdout, stderr } = await keyway(['--help'], {
        node: ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`],
      });
      expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
        status: 1,
        stdout: '',
        lines: 1,
      });
      expect(stderr).toContain(`keyway needs Node`);
      expect(stderr).toContain(`v${version}`);
    }
  });

  it.each([
    ['--version', []],
    ['--help', []],
    ['deploy --help', []],
    ['validate', ['src/cli/validate.ts', 'node_modules/zod/', 'node_modules/yaml/']],
    [
      'plan',
      [
        'src/cli/plan.ts',
        'src/salesforce/',
        'src/local/',
        'node_modules/zod/',
        'node_modules/yaml/',
        'node_modules/hono/',
        'node_modules/@hono/',
        // The local org parses SOQL.
        'node_modules/@apexdevtools/',
      ],
    ],
    ['render', ['src/cli/render.ts', 'node_modules/zod/', 'node_modules/yaml/']],
  ])('keyway %s loads only what it uses', async (line, uses) => {
    const { folder, home } = workspace({ 'keyway.yaml': chain + local });
    const loading = `import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });`;
    const { stderr } = await run(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(loading)}`, main, ...line.split(' ')],
      { cwd: folder, env: { PATH: process.env.PATH, HOME: home } },
    );
    const loaded = modulesLoaded(stderr);
    const own = line.endsWith('--help') ? 'stored-help' : line === '--version' ? 'version' : 'index';
    expect(loaded).toContain(`src/cli/${own}.ts`);
    if (own !== 'index') expect(loaded.filter((id) => id.includes('yargs'))).toEqual([]);
    const heavy =
      /^(?:src\/(?:cli\/(?:deploy|validate|render|plan|verify)\.ts|salesforce\/(?!own-namespace)|local\/)|node_modules\/(?:zod|yaml|@salesforce|@jsforce|hono|@hono|@apexdevtools|listr2|@inquirer|jose)\/)/;
    const unused = loaded.filter((id) => heavy.test(id) && !uses.some((used) => id.startsWith(used)));
    expect(unused).toEqual([]);
    expect(uses.filter((used) => !loaded.some((id) => id.startsWith(used)))).toEqual([]);
  });

  it.each([undefined, 80])(
    'prints the help of each command as yargs does, at %s columns',
    async (columns) => {
      const { keyway } = workspace();
      const pretend = `Object.defineProperty(process.stdout, 'columns', { value: ${columns} });`;
      const node = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`];
      for (const words of [[], ['deploy'], ['key'], ['key', 'list']]) {
        const { status, stdout } = await keyway([...words, '--help'], { node });
        // With a second flag, the normal code for command lines runs.
        expect({ status, stdout }).toMatchObject(
          await keyway([...words, '--help', '--no-color'], { node }).then(({ status, stdout }) => ({
            status,
            stdout,
          })),
        );
      }
    },
  );

  it.each(['validate'])(
    "keyway %s builds no help that isn't requested, and no tables of characters",
    async (line) => {
      const { folder, home } = workspace({ 'keyway.yaml': chain + local });
      const watching = `import { registerHooks } from 'node:module';
      registerHooks({
        load(url, context, next) {
          const loaded = next(url, context);
          const kept = 'cacheHelpMessage=function(){';
          const text = String(loaded.source);
          if (!text.includes(kept)) return loaded;
          process.stderr.write('watched\\n');
          return { ...loaded, source: text.replace(kept, kept + 'process.stderr.write("help kept");') };
        },
      });
      Intl.Segmenter = class { constructor() { process.stderr.write('characters looked up'); } };`;
      const { stdout, stderr } = await run(
        process.execPath,
        ['--import', `data:text/javascript,${encodeURIComponent(watching)}`, main, line],
        { cwd: folder, env: { PATH: process.env.PATH, HOME: home } },
      );
      expect(stdout).not.toBe('');
      expect(stderr).toBe('watched\n');
    },
  );

  it('contains a man page with every command, and completion for shells', async () => {
    const page = readFileSync(join(packageFolder, 'dist/man/keyway.1'), 'utf8');
    for (const words of ['plan', 'key list', 'completion <shell>']) expect(page).toContain(`keyway ${words}`);
    const { keyway } = workspace();
    const { stdout } = await keyway(['completion', 'bash']);
    expect(stdout).toMatch(/complete .*-F _keyway keyway\n$/);
    expect((await keyway(['__complete', '0', 'dep'])).stdout).toBe('deploy\tplan, apply and verify\n');
  });

  it('is a library: one function for each operation, and the local org', async () => {
    const { folder, home, write } = installed();
    write('keyway.yaml', chain + local);
    write(
      'use.mjs',
      `import { deploy, plan, validate } from 'sf-keyway';
       import { createLocalOrg } from 'sf-keyway/local-org';
       const first = await deploy({});
       const again = await plan({});
       const org = await createLocalOrg();
       await org.close();
       console.log(JSON.stringify([validate({}).valid, first.deploy.status, again.changes.length, org.orgId.length]));`,
    );
    const { stdout, stderr } = await run(process.execPath, ['use.mjs'], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: home },
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([true, 'Succeeded', 0, 18]);
  });

  it('has types that a strict TypeScript project resolves', async () => {
    const { folder, write } = installed();
    write(
      'use.mts',
      `import { deploy, type DeployResult } from 'sf-keyway';
       import { createLocalOrg, type LocalOrg } from 'sf-keyway/local-org';
       const org: LocalOrg = await createLocalOrg({ kind: 'production' });
       const result: DeployResult = await deploy({ yes: true });
       const url: string = result.org.instanceUrl;
       // @ts-expect-error there is no such option
       await deploy({ nothing: true });
       console.log(org.url, url);`,
    );
    const flags = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    const roots = ['--typeRoots', resolve('node_modules/@types')];
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, ...flags, ...roots, 'use.mts'], {
      cwd: folder,
    }).catch((error) => error);
    expect(stdout).toBe('');
  });

  it('contains all dependencies, each with its license and in the SBOM', () => {
    const { dependencies = {} } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
    expect(dependencies).toEqual({});
    const inside = new Set(
      Object.values(modulesByFile())
        .flat()
        .flatMap((id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []),
    );
    const notices = readFileSync(join(packageFolder, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    const named = new Set([...notices.matchAll(/^Name: (.+)$/gm)].map(([, name]) => name));
    const sbom = JSON.parse(readFileSync(join(packageFolder, 'dist/sbom.cdx.json'), 'utf8')) as {
      components: { group?: string; name: string }[];
    };
    const listed = new Set(sbom.components.map(({ group, name }) => (group ? `${group}/${name}` : name)));
    expect(inside.size).toBeGreaterThan(100);
    expect([...inside].filter((name) => !named.has(name))).toEqual([]);
    expect([...inside].filter((name) => !listed.has(name))).toEqual([]);
  });
});

/** The modules in each file of the build. */
function modulesByFile(): Readonly<Record<string, readonly string[]>> {
  return JSON.parse(readFileSync('node_modules/.cache/keyway-build/modules.json', 'utf8'));
}

function modulesLoaded(urls: string): readonly string[] {
  const byFile = modulesByFile();
  return urls
    .split('\n')
    .filter((url) => url.includes('/dist/'))
    .flatMap((url) => byFile[url.replace(/^.*\/dist\//, '')] ?? []);
}
