import { cruise, format } from 'dependency-cruiser';
import config from '../.dependency-cruiser.mjs';

// Checks the layers of docs/DESIGN.md. If there are too few modules, the sources weren't parsed correctly and the
// check proves nothing.
const minModules = 400;

const { output } = await cruise(['src'], {
  ruleSet: { forbidden: config.forbidden },
  ...config.options,
  validate: true,
});
const { totalCruised, violations } = output.summary;
if (totalCruised < minModules) {
  process.stderr.write(`Only ${totalCruised} modules of src were read; there are more than ${minModules}.\n`);
  process.exitCode = 1;
}
if (violations.length > 0) {
  const { output: text } = await format(output, { outputType: 'err' });
  process.stderr.write(text);
  process.exitCode = 1;
}
process.stdout.write(`${totalCruised} modules, ${violations.length} imports against the layers.\n`);
