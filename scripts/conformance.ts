// Asks a local org for every fact of src/conformance, or another org with --target-org, as `keyway conformance`
// does. With --apply RESULT.json, records what a submitted result confirms.
import { run } from '../src/cli/index.ts';
import { applyFile } from './conformance/apply-file.ts';

const [first, ...others] = process.argv.slice(2);
process.exitCode =
  first === '--apply' ? applyFile(others[0]) : await run(['conformance', ...process.argv.slice(2)]);
