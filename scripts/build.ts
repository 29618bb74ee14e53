// Builds the published package: bundles with all dependencies inside, their types, notices and SBOM
// (docs/DESIGN.md, "The package").
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import sbom from 'rollup-plugin-sbom';
import { helpWidths } from '../src/cli/stored-help.ts';
import { packageVersion } from '../src/cli/version.ts';
import { helpTexts } from './help-texts.ts';
import { manPage } from './man-page.ts';

const require = createRequire(import.meta.url);
// Its types describe an ES module, but it is a CommonJS module.
const license = require('rollup-plugin-license') as typeof import('rollup-plugin-license')['default'];

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const cache = join(root, 'node_modules/.cache/keyway-build');
const own = join(root, 'src');
const zod = join(root, 'node_modules/zod/index.js');

/** The package's exports and its executable. */
const entries = {
  index: 'src/index.ts',
  'local-org': 'src/local/salesforce/index.ts',
  'local-ciphertrust': 'src/local/ciphertrust/index.ts',
};

const chunkFileNames = 'chunks/[name]-[hash].js';

/**
 * Values that string-width creates when it loads, but only needs for text that isn't ASCII: an Intl.Segmenter, and
 * a regular expression for all emoji. They would add 7 and 16 ms to every start.
 */
const late = {
  segmenter: 'new Intl.Segmenter()',
  rgiEmojiRegex: String.raw`/^\p{RGI_Emoji}$/v`,
};

const lateTables: Plugin = {
  name: 'late-tables',
  transform(code, id) {
    if (!/string-width.index\.js$/.test(id)) return null;
    let changed = code;
    for (const [name, made] of Object.entries(late)) {
      const declared = `const ${name} = ${made};`;
      if (!changed.includes(declared))
        throw new Error(`${id} doesn't make its ${name} as scripts/build.ts expects.`);
      // A literal is compiled when the file is parsed; an expression from a string when it is needed.
      const [, source, flags] = /^\/(.+)\/(\w*)$/.exec(made) ?? [];
      const later = source === undefined ? made : `new RegExp(${JSON.stringify(source)}, '${flags}')`;
      changed = changed.replace(declared, `let ${name};`).replaceAll(`${name}.`, `(${name} ??= ${later}).`);
    }
    // A dependency needs no source map.
    return { code: changed, map: null };
  },
};

/**
 * zod compiles each schema to code on its first use. For a command that uses it once, compiling takes longer than
 * it saves. All copies of zod in a process share these settings; ours must not affect users of the library.
 */
const noCompiler: Plugin = {
  name: 'no-compiler',
  transform(code, id) {
    if (!/zod.v4.core.core\.js$/.test(id)) return null;
    const shared = 'export const globalConfig = globalThis.__zod_globalConfig;';
    if (!code.includes(shared))
      throw new Error(`${id} doesn't keep its settings as scripts/build.ts expects.`);
    return { code: code.replace(shared, 'export const globalConfig = { jitless: true };'), map: null };
  },
};

/**
 * Importing a module of Node creates a list of all its exports, which loads the code behind each of them: `node:fs`
 * alone loads streams and readline. Reading the needed exports from the module itself saves 7 ms of each start.
 */
const builtins: Plugin = {
  name: 'builtins',
  // One copy for each importing file. A shared one would load everything that any of them uses.
  resolveId(id, importer, { kind }) {
    const isOurs = kind === 'import-statement' && isBuiltin(id);
    return isOurs ? `\0builtin:${id.replace(/^node:/, '')}:${importer}` : null;
  },
  load(id) {
    const name = /^\0builtin:([^:]+):/.exec(id)?.[1];
    if (name === undefined) return null;
    const names = Object.keys(require(name)).filter(
      (key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default',
    );
    const code = [
      `const it = process.getBuiltinModule('node:${name}');`,
      'export default it;',
      ...names.map(
        (key, at) => `const e${at} = /* @__PURE__ */ (() => it.${key})();\nexport { e${at} as ${key} };`,
      ),
    ];
    return { code: code.join('\n'), moduleSideEffects: false };
  },
};

async function bundle(): Promise<readonly OutputChunk[]> {
  const build = await rolldown({
    cwd: root,
    input: { main: 'src/main.ts', ...entries },
    platform: 'node',
    // Version 7, which yargs brings, looks up each character. Version 8 only does so if a text isn't ASCII.
    resolve: { alias: { 'string-width': join(root, 'node_modules/string-width/index.js') } },
    onLog(level, { plugin, message }) {
      // It also looks for other bundlers, and warns about those that it doesn't find.
      if (level === 'warn' && plugin !== 'rollup-plugin-sbom') throw new Error(message);
    },
    plugins: [
      builtins,
      lateTables,
      noCompiler,
      license({
        thirdParty: {
          output: { file: join(dist, 'THIRD-PARTY-NOTICES.txt'), encoding: 'utf-8' },
          allow: {
            test: '(Apache-2.0 OR BSD-2-Clause OR BSD-3-Clause OR BlueOak-1.0.0 OR ISC OR MIT OR 0BSD OR Zlib OR (MIT AND Zlib))',
            failOnUnlicensed: true,
            failOnViolation: true,
          },
        },
      }),
      sbom({
        outDir: '.',
        outFilename: 'sbom.cdx',
        rootComponentType: 'application',
        // The same source gives the same package.
        saveTimestamp: false,
        includeWellKnown: false,
      }),
    ],
  });
  const { output } = await build.write({
    dir: dist,
    format: 'esm',
    minify: true,
    sourcemap: true,
    chunkFileNames,
    entryFileNames: '[name].js',
    comments: { legal: false },
  });
  await build.close();
  const written = output.filter((one) => one.type === 'chunk');
  for (const chunk of written) if (chunk.map) trimMap(chunk);
  return written;
}

/** Keeps only our own sources in a source map. A file with only dependencies has none, because theirs are large. */
function trimMap({ fileName, moduleIds }: OutputChunk): void {
  const file = join(dist, fileName);
  if (!moduleIds.some((id) => id.startsWith(own))) {
    rmSync(`${file}.map`, { force: true });
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\/\/# sourceMappingURL=\S+\n?$/, ''));
    return;
  }
  const map = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMap;
  const isOwn = (source: string) => !source.includes('node_modules');
  const sourcesContent = map.sourcesContent.map((text, at) => (isOwn(map.sources[at] ?? '') ? text : null));
  writeFileSync(`${file}.map`, JSON.stringify({ ...map, sourcesContent }));
}

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
}

/**
 * Bundles one file of types for each export, with everything that a user of the library needs and without our
 * dependencies' packages.
 */
async function bundleTypes(): Promise<void> {
  const declared = join(cache, 'types');
  rmSync(declared, { recursive: true, force: true });
  const typescript = require.resolve('typescript/package.json');
  const { bin } = JSON.parse(readFileSync(typescript, 'utf8')) as { bin: { tsc: string } };
  execFileSync(
    process.execPath,
    [join(typescript, '..', bin.tsc), '-p', 'tsconfig.build.json', '--outDir', declared],
    { cwd: root, stdio: 'inherit' },
  );
  for (const file of globSync(join(declared, '**/*.d.ts'))) {
    // Its types for require() come first in its package, and can't be bundled.
    const text = readFileSync(file, 'utf8').replaceAll(/(from|import\()(\s?)(['"])zod\3/g, `$1$2$3${zod}$3`);
    writeFileSync(file, text);
  }
  const input = Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [
      name,
      join(declared, relative(own, join(root, file)).replace(/\.ts$/, '.d.ts')),
    ]),
  );
  const build = await rolldown({
    cwd: root,
    input,
    external: [/^node:/],
    plugins: [dts({ dtsOnly: true, generator: 'oxc', tsconfig: false })],
  });
  await build.write({ dir: dist, format: 'esm', chunkFileNames: 'types/[name]-[hash].js' });
  await build.close();
}

rmSync(dist, { recursive: true, force: true });
const chunks = await bundle();
await bundleTypes();
mkdirSync(join(dist, 'help'));
mkdirSync(join(dist, 'man'));
writeFileSync(join(dist, 'man/keyway.1'), await manPage(packageVersion()));
for (const width of helpWidths)
  writeFileSync(join(dist, 'help', `${width}.json`), JSON.stringify(await helpTexts(width)));
// For tests: the modules in each file. Not shipped.
mkdirSync(cache, { recursive: true });
writeFileSync(
  join(cache, 'modules.json'),
  JSON.stringify(
    Object.fromEntries(
      chunks.map(({ fileName, modules }) => [
        fileName,
        // Many modules only re-export, so nothing of them remains.
        Object.entries(modules).flatMap(([id, { renderedLength }]) =>
          renderedLength > 0 ? [relative(root, id)] : [],
        ),
      ]),
    ),
  ),
);
