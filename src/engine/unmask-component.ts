import { KeywayError } from '../errors/index.ts';
import { mask } from '../kinds/masked.ts';
import type { Component } from '../kinds/metadata.ts';

/**
 * Replaces the masked values of a component from the history with the org's current values.
 * @throws KeywayError `CannotRollBack` if the org no longer has such a value
 */
export function unmaskComponent<T extends Component>(component: T, actual: Component | undefined): T {
  if (!JSON.stringify([component.metadata, component.foreign]).includes(mask)) return component;
  const metadata = filledFrom(component.metadata, actual?.metadata);
  const filled = { ...component, metadata };
  if (JSON.stringify([filled.metadata, filled.foreign]).includes(mask)) {
    throw new KeywayError(
      'CannotRollBack',
      `${component.type} ${component.fullName} had a value that looked like a secret. The history masked it, and the org no longer has it.`,
      {
        actions: [
          'Nothing was changed. If the config of an older commit has the value: keyway rollback --to GIT-REF',
        ],
      },
    );
  }
  return filled as T;
}

function filledFrom(value: unknown, actual: unknown): unknown {
  if (value === mask) return typeof actual === 'string' ? actual : value;
  if (Array.isArray(value)) {
    const others: readonly unknown[] = Array.isArray(actual) ? actual : [];
    return value.map((item) =>
      filledFrom(
        item,
        others.find((other) => keyOf(other) === keyOf(item)),
      ),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, filledFrom(item, Object(actual)[name])]),
  );
}

/** The identity of a parameter. */
function keyOf(item: unknown): string {
  const { parameterType, parameterGroup, parameterName } = Object(item) as Record<string, unknown>;
  return `${parameterType} ${parameterGroup} ${parameterName}`;
}
