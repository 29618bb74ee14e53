/* The layers of docs/DESIGN.md, "Layers": imports go down, never up. `npm run layers` checks them. */

const layer = (name, mayImport = [], more = {}) => ({
  name: `${name} imports only what lies below it`,
  severity: 'error',
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: [name, ...mayImport].map((folder) => `^src/${folder}/`), ...more },
});

const low = ['errors', 'config', 'metadata', 'keys', 'wire', 'salesforce', 'ciphertrust'];

export default {
  forbidden: [
    layer('errors'),
    layer('config', ['errors']),
    layer('metadata', ['errors']),
    layer('keys', ['errors', 'wire']),
    layer('wire', ['errors']),
    // Both load the embedded org on demand.
    layer('salesforce', ['errors', 'metadata', 'keys', 'wire', 'local']),
    layer('ciphertrust', ['errors', 'metadata', 'keys', 'wire']),
    layer('kinds', low),
    // Facts ask an org and name the kinds' assumptions. They do nothing that a deploy does.
    layer('conformance', [...low, 'kinds']),
    layer('engine', [...low, 'kinds', 'report']),
    layer('pull', [...low, 'kinds', 'engine']),
    layer('operations', [...low, 'kinds', 'conformance', 'engine', 'pull', 'report', 'local']),
    // Formats results for people. It may only import types from the layers above it.
    layer('report', [...low, 'kinds', 'conformance', 'engine'], { dependencyTypesNot: ['type-only'] }),
    layer('local', ['errors']),
    {
      name: 'the engine and pull know no kind by name',
      severity: 'error',
      from: { path: '^src/(engine|pull)/' },
      to: { path: '^src/kinds/[^/]+/' },
    },
    {
      name: 'only wire opens connections',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(wire|local)/' },
      to: { path: '^(node:)?(http|http2|https|net|tls|dgram)$' },
    },
    // Statements contain statements, so the compiler's modules import each other.
    {
      name: 'no circles',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/local/salesforce/apex/' },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
