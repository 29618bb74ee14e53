// Asks a local org for every fact of src/conformance, or with --target-org another one, as `keyway conformance` does.
import { run } from '../src/cli/index.ts';

process.exitCode = await run(['conformance', ...process.argv.slice(2)]);
