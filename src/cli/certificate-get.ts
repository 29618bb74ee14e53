import { writeWholeFile } from '../errors/write-file.ts';
import { certificateGet } from '../operations/certificate.ts';
import { printable, printFile, printToStderr } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgFlags, orgOptions, warningsOf } from './flags.ts';

export const command = defineCommand({
  flags: (args) =>
    orgFlags(args)
      .positional('name', { type: 'string', describe: 'developer name of the certificate' })
      .option('out', {
        type: 'string',
        describe: 'PEM file to write (default: standard output)',
        requiresArg: true,
      }),
  async run(args) {
    const out = args.out;
    const {
      warnings,
      heading: _heading,
      ...result
    } = await certificateGet({
      ...orgOptions(args),
      name: args.name ?? '',
    });
    if (out !== undefined) writeWholeFile(out, result.pem);
    if (!args.json) {
      if (out === undefined) printFile(result.pem);
      const { name, notAfter, sha256, chainSha256 } = result;
      printToStderr(
        [
          `${printable(name)} until ${notAfter.slice(0, 10)}${out === undefined ? '' : `, in ${printable(out)}`}`,
          `SHA-256 of the certificate  ${sha256}`,
          `SHA-256 of the chain        ${chainSha256}`,
        ].join('\n'),
      );
    }
    return { result, warnings: warningsOf(warnings) };
  },
});
