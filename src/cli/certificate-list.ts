import { certificateList, type ListedCertificate } from '../operations/certificate.ts';
import { columns } from '../report/table.ts';
import { print, printable } from '../report/terminal.ts';
import { defineCommand } from './command.ts';
import { orgFlags, orgOptions, warningsOf } from './flags.ts';

export const command = defineCommand({
  flags: (args) => orgFlags(args),
  async run(args) {
    const { warnings, heading, ...result } = await certificateList(orgOptions(args));
    if (!args.json) {
      const rows = result.certificates.map((certificate) => [
        `  ${printable(certificate.name)}`,
        printable(certificate.label),
        certificate.bits === undefined ? '' : `${certificate.bits} bits`,
        endOf(certificate),
        certificate.caSigned ? 'signed by an authority' : 'self-signed',
        certificate.exportable ? 'key exportable' : 'key not exportable',
      ]);
      const lines = rows.length > 0 ? columns(rows) : ['  The org has no certificates.'];
      print([printable(heading), '', ...lines].join('\n'));
    }
    return { result, warnings: warningsOf(warnings) };
  },
});

function endOf({ expiresAt, daysLeft }: ListedCertificate): string {
  if (expiresAt === undefined || daysLeft === null) return 'not signed yet';
  const day = expiresAt.slice(0, 10);
  if (daysLeft < 0) return `ended ${day}`;
  return `until ${day} (${daysLeft === 1 ? '1 day' : `${daysLeft} days`})`;
}
