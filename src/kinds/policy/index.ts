import type { Problem } from '../../config/index.ts';
import { displayText } from '../../config/wording.ts';
import { pairOf } from '../assignment/compare.ts';
import type { Change } from '../change.ts';
import { metadataTypes } from '../index.ts';
import type { Kind } from '../kind.ts';
import type { Planned } from '../run.ts';
import type { Session } from '../session.ts';

/** What a team forbids for every deploy. */
export const policy: Kind = { types: [], stage: 'metadata', problems: touchesProtected };

/**
 * Finds changes to protected components, with their places. If the org lacks such a component, it may be created
 * with everything that it needs.
 */
function touchesProtected({ config }: Session, { plan }: Planned): readonly Problem[] {
  return Object.entries(config.policy?.protect ?? {}).flatMap(([section, names = []]) =>
    names.flatMap((name, index) => {
      const own = plan.changes.filter((change) => isAbout(change, section, name));
      if (own.some((change) => change.action === 'create' && isComponent(change, section))) return [];
      return own.map(
        (change): Problem => ({
          severity: 'error',
          at: config.locate(['policy', 'protect', section, index]),
          message: `policy.protect names ${displayText(name)}, but this plan would ${verbs[change.action]} ${change.type} ${displayText(change.name)}`,
        }),
      );
    }),
  );
}

const verbs = { create: 'create', update: 'change', delete: 'delete' } as const;

/** Whether a change is about the component itself, the secret of its principal, or its assignment. */
function isAbout(change: Change, section: string, wanted: string): boolean {
  const { type, name } = change;
  const isNamed = (text: string) => text.toLowerCase() === wanted.toLowerCase();
  if (type === 'Credential') return section === 'externalCredentials' && isNamed(name.split('-', 1)[0] ?? '');
  if (type === 'Assignment') return section === 'permissionSets' && isNamed(pairOf(change).permissionSet);
  return isComponent(change, section) && isNamed(name);
}

function isComponent({ type }: Change, section: string): boolean {
  return metadataTypes.some((one) => one.type === type && one.section === section);
}
