import { needsCommand, resolveReferences, type Sources } from '../config/index.ts';
import type { Readable } from './wanted-value.ts';

/** A part that is not encrypted, where its reference has a value here. */
export function readableFrom(sources: Sources): Readable {
  return ({ encrypted, text }) => {
    // To compare is not to write: nothing is run for it.
    if (encrypted || needsCommand(text)) return undefined;
    const resolved = resolveReferences(text, sources);
    return resolved.ok ? resolved.value : undefined;
  };
}
