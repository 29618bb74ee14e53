import type { StageName, Step } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import { describeKey } from '../kinds/outcomes.ts';
import { sendMetadata } from './metadata-stage.ts';
import { isAppliedSeparately } from './send-components.ts';
import type { Stage } from './stage.ts';

/** Changes of metadata that no job carries. */
const access = kindStage('metadata', 'Access');

/** All stages, in order. */
export const stages: readonly Stage[] = [
  kindStage('cipherTrust', 'CipherTrust'),
  {
    name: 'metadata',
    applies: () => true,
    apply: async (run, input) => {
      const planned = await sendMetadata(run, input);
      const changes = input.changes.filter((change) => isAppliedSeparately(run.config, change));
      return access.applies(changes) ? access.apply(run, { ...input, planned, changes }) : planned;
    },
  },
  kindStage('credentials', 'Credentials'),
  kindStage('assignments', 'Assignments'),
  kindStage('keys', 'Keys'),
];

/** A stage whose changes are applied by the kinds, one kind after another. */
function kindStage(name: StageName, title: string): Stage {
  const own = kinds.filter(({ stage, apply }) => stage === name && apply);
  const types = new Set(own.flatMap((kind) => kind.types));
  return {
    name,
    applies: (changes) => changes.some(({ type }) => types.has(type)),
    apply: async (run, input) => {
      const done = await run.progress.stage(
        title,
        async (update) => {
          let { planned } = input;
          const summaries: string[] = [];
          const once = createOnce();
          for (const kind of own) {
            const changes = input.changes.filter(({ type }) => kind.types.includes(type));
            if (changes.length === 0) continue;
            const step: Step = { ...input, run, planned, changes, update, once };
            const applied = await kind.apply?.(step);
            planned = applied?.planned ?? planned;
            summaries.push(...(applied?.summaries ?? []));
          }
          return { planned, said: summaries };
        },
        ({ said: summaries }) =>
          [...summaries, ...(name === 'keys' ? input.pending.map(describeKey) : [])].join(', '),
      );
      return done.planned;
    },
  };
}

function createOnce(): Step['once'] {
  const made = new Map<string, Promise<unknown>>();
  return <T>(name: string, make: () => Promise<T>) => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known as Promise<T>;
  };
}
