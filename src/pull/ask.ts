import type { Answer, PullContext } from '../kinds/component-pull.ts';
import type { Component, ComponentType } from '../kinds/metadata.ts';
import { componentPulls } from '../kinds/pulls.ts';
import type { Answers } from './wanted.ts';

/** Asks the org everything that the kinds need about components that were read, in parallel. */
export async function askOrg(
  components: readonly Component[],
  context: PullContext,
): Promise<{ readonly answers: Answers; readonly notes: readonly string[] }> {
  const asked = componentPulls.map(async (pull): Promise<readonly [ComponentType, Answer][]> => {
    const own = components.filter(({ type }) => type === pull.type);
    const answer = await pull.readFromOrg?.(own, context);
    return answer ? [[pull.type, answer]] : [];
  });
  const answers = new Map((await Promise.all(asked)).flat());
  return { answers, notes: [...answers.values()].flatMap((answer) => answer.notes) };
}
