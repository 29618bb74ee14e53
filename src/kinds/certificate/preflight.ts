import { KeywayError } from '../../errors/index.ts';
import type { FieldChange, Plan } from '../change.ts';
import type { Config } from '../config.ts';
import { certificateConflicts } from './compare.ts';

/**
 * A certificate is created in the org and never replaced, because nobody could decrypt what was wrapped for it.
 * Only its label can change.
 * @throws KeywayError `CertificateDiffers` if the org has a different one with that name
 */
export function requireSameCertificates(config: Config, { changes }: Plan): void {
  const conflicts = certificateConflicts(changes);
  if (conflicts.length === 0) return;
  const lines = conflicts.map(
    ({ name, fields }) =>
      `${placeOf(config, name)}certificate ${name} differs in the org: ${fields.map(difference).join(', ')}`,
  );
  throw new KeywayError('CertificateDiffers', lines.join('\n'), {
    actions: [
      'Nothing was sent. keyway never replaces a certificate, because what was wrapped for it could no longer be read. Give the certificate a new name in the file, and use that name.',
    ],
    data: { certificates: conflicts },
  });
}

function difference({ path, from = 'none', to = 'none' }: FieldChange): string {
  return `${path} is ${from}, not ${to}`;
}

/** The place in the file. A rollback may concern a certificate that the file no longer has. */
function placeOf(config: Config, name: string): string {
  if (!Object.hasOwn(config.certificates ?? {}, name)) return '';
  const { file, line, column } = config.locate(['certificates', name]);
  return `${file}:${line}:${column} `;
}
