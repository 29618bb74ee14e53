import type { Change, FieldChange } from '../change.ts';

/** A certificate of the org that differs from the config's, and the fields that differ. */
export interface CertificateConflict {
  readonly name: string;
  readonly fields: readonly FieldChange[];
}

/**
 * Changes that would need a new certificate. Its key and its signing are fixed when it is created; only its label
 * can change.
 */
export function certificateConflicts(changes: readonly Change[]): readonly CertificateConflict[] {
  return changes.flatMap(({ type, name, action, fields }) => {
    const others = fields.filter(({ path }) => path !== 'label');
    return type === 'Certificate' && action === 'update' && others.length > 0
      ? [{ name, fields: others }]
      : [];
  });
}

/** A certificate is created only once. A plan says what a new one would be needed for, and its deploy is refused. */
export function describeConflict({ name, fields }: CertificateConflict): string {
  const differences = fields.map(({ path, from = 'none' }) => `${path} ${from}`).join(', ');
  return `${name} cannot be deployed: the org has another certificate of that name (${differences}), and keyway never replaces one; choose a new name`;
}
