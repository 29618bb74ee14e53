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
const shipped = (): readonly string[] =>
  readdirSync(packageFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(packageFolder.length + 1));

/** A project that has the package installed. */
function installed(): Workspace {
  const space = workspace();
  mkdirSync(join(space.folder, 'node_modules'));
  symlinkSync(packageFolder, join(space.folder, 'node_modules/sf-keyway'));
  return space;
}

describe('the package', () => {
  it('holds what runs, templates, schema and papers, and nothing else', () => {
    const files = shipped();
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
        'schema/keyway.schema.json',
      ]),
    );
    expect(files.filter((path) => /(?:\.test\.|(?<!\.d)\.ts$|\.map$)/.test(path))).toEqual([]);
  });

  it('says in a sentence which Node it needs, before anything is imported', async () => {
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

  it.each([['--help'], ['deploy', '--help'], ['validate'], ['render']])(
    'keyway %s %s loads neither the Salesforce libraries nor the local org',
    async (...args) => {
      const { folder, home } = workspace({ 'keyway.yaml': chain + local });
      const loaded = `import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });`;
      const { stderr } = await run(
        process.execPath,
        ['--import', `data:text/javascript,${encodeURIComponent(loaded)}`, main, ...args.filter(Boolean)],
        { cwd: folder, env: { PATH: process.env.PATH, HOME: home } },
      );
      expect(stderr).toContain('dist/cli/index.js');
      expect(stderr).not.toMatch(
        /node_modules\/(?:@salesforce|@jsforce|hono|@hono|@apexdevtools|listr2|@inquirer)\//,
      );
      expect(stderr).not.toContain('dist/local/salesforce/');
      // Help of a command that needs an org may load our own client of it, and no more.
      if (args[0] !== 'deploy') expect(stderr).not.toContain('dist/salesforce/');
    },
  );

  it('is a library: one function a verb, and the local org', async () => {
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

  it('needs nothing at run time that is only installed for development', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const names = shipped()
      .filter((path) => /\.(?:js|d\.ts)$/.test(path))
      .flatMap((path) =>
        [
          ...readFileSync(join(packageFolder, path), 'utf8').matchAll(
            /(?:\bfrom |\bimport\()['"]((?:@[\w.-]+\/)?[a-z][\w.-]*(?:\/[\w./-]*)?)['"]/g,
          ),
        ].map((match) => (match[1] ?? '').replace(/^(@[^/]+\/[^/]+|[^/]+).*/, '$1')),
      )
      .filter((name) => !name.startsWith('node:') && !name.startsWith('#'));
    expect([...new Set(names)].filter((name) => !(name in dependencies)).sort()).toEqual([]);
  });
});
