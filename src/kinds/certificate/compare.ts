import type { Change, FieldChange } from '../change.ts';

/** A certificate of the org that is not the one of the config, and what differs. */
export interface CertificateConflict {
  readonly name: string;
  readonly fields: readonly FieldChange[];
}

/**
 * Changes that would need another certificate: its key and how it is signed are made once, and only its label can be
 * changed.
 */
export function certificateConflicts(changes: readonly Change[]): readonly CertificateConflict[] {
  return changes.flatMap(({ type, name, action, fields }) => {
    const others = fields.filter(({ path }) => path !== 'label');
    return type === 'Certificate' && action === 'update' && others.length > 0
      ? [{ name, fields: others }]
      : [];
  });
}

/** A certificate is made once: a plan says what it would need, and a deploy of it is refused. */
export function describeConflict({ name, fields }: CertificateConflict): string {
  const differences = fields.map(({ path, from = 'none' }) => `${path} ${from}`).join(', ');
  return `${name} cannot be deployed: the org has another certificate of that name (${differences}), and keyway never replaces one; choose a new name`;
}
