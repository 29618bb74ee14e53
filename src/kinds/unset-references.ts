import { needsCommand, resolveReferences, type Sources } from '../config/index.ts';
import type { Change, Plan } from './change.ts';

/** References by key, with the change that writes them. */
export interface WrittenReferences {
  readonly name: string;
  readonly values: readonly { readonly key: string; readonly text: string }[];
}

/**
 * Problems that a deploy of this plan would stop at, for people who only plan: references in its changes that have
 * no value here.
 */
export function findUnsetReferences(
  type: Change['type'],
  wanted: readonly WrittenReferences[],
  { changes }: Plan,
  sources: Sources,
): readonly string[] {
  const isWritten = (name: string) =>
    changes.some((change) => change.type === type && change.name === name && change.action !== 'delete');
  return wanted
    .filter(({ name }) => isWritten(name))
    .flatMap(({ name, values }) =>
      values
        // A plan runs no command.
        .filter(({ text }) =>
          needsCommand(text) ? !sources.runCommand : !resolveReferences(text, sources).ok,
        )
        .map(({ key, text }) => `${name}: ${key} (${text}) is not set here`),
    );
}
