import { needsCommand, resolveReferences, type Sources } from '../config/index.ts';
import type { Readable } from './wanted-value.ts';

/** Returns the value of an unencrypted part, if its reference has a value here. */
export function readableFrom(sources: Sources): Readable {
  return ({ encrypted, text }) => {
    // A comparison writes nothing, so it runs no command.
    if (encrypted || needsCommand(text)) return undefined;
    const resolved = resolveReferences(text, sources);
    return resolved.ok ? resolved.value : undefined;
  };
}
