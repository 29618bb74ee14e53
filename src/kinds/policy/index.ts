import type { Problem } from '../../config/index.ts';
import { show } from '../../config/wording.ts';
import type { Change } from '../change.ts';
import { metadataTypes } from '../index.ts';
import type { Kind } from '../kind.ts';
import type { Planned } from '../run.ts';
import type { Session } from '../session.ts';

/** What a team keeps from every deploy. */
export const policy: Kind = { types: [], stage: 'metadata', problems: touchesProtected };

/** Every change of what is protected, each with its place: it is somebody else's. */
function touchesProtected({ config }: Session, { plan }: Planned): readonly Problem[] {
  return Object.entries(config.policy?.protect ?? {}).flatMap(([section, names = []]) =>
    names.flatMap((name, index) =>
      plan.changes
        .filter((change) => change.action !== 'create' && isAbout(change, section, name))
        .map(
          (change): Problem => ({
            severity: 'error',
            at: config.locate(['policy', 'protect', section, index]),
            message: `policy.protect keeps ${show(name)} as the org has it, and this plan would ${verbs[change.action]} ${change.type} ${show(change.name)}`,
          }),
        ),
    ),
  );
}

const verbs = { create: 'create', update: 'change', delete: 'delete' } as const;

/** The component itself, a principal of it, or who holds it. */
function isAbout({ type, name }: Change, section: string, wanted: string): boolean {
  const isNamed = (text: string) => text.toLowerCase() === wanted.toLowerCase();
  if (type === 'Credential') return section === 'externalCredentials' && isNamed(name.split('-', 1)[0] ?? '');
  if (type === 'Assignment') return section === 'permissionSets' && isNamed(name.split(' → ', 1)[0] ?? '');
  return metadataTypes.some((one) => one.type === type && one.section === section) && isNamed(name);
}
