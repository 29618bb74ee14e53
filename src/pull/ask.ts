import type { Answer, PullContext } from '../kinds/component-pull.ts';
import type { Component, ComponentType } from '../kinds/metadata.ts';
import { componentPulls } from '../kinds/pulls.ts';
import type { Answers } from './wanted.ts';

/** What the kinds ask the org of components that were read, all at once. */
export async function askOrg(
  components: readonly Component[],
  context: PullContext,
): Promise<{ readonly answers: Answers; readonly notes: readonly string[] }> {
  const asked = componentPulls.map(async (pull): Promise<readonly [ComponentType, Answer][]> => {
    const own = components.filter(({ type }) => type === pull.type);
    const answer = await pull.ask?.(own, context);
    return answer ? [[pull.type, answer]] : [];
  });
  const answers = new Map((await Promise.all(asked)).flat());
  return { answers, notes: [...answers.values()].flatMap((answer) => answer.notes) };
}
