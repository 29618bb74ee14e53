import { type MetadataType, typeNamed } from '../metadata/metadata-type.ts';
import { metadataTypes } from './index.ts';
import { maskText, referenceWithoutDefault } from './masked.ts';
import { type Component, normalise } from './metadata.ts';

/** The facts about a component that a plan depends on: its meaning, without secrets. */
export interface ComponentFacts {
  readonly type: string;
  readonly name: string;
  /** By meaning; see `normalise`. */
  readonly fields: Readonly<Record<string, string>>;
}

export function componentFacts(component: Component): ComponentFacts {
  const foreign = (component.foreign ?? [])
    .filter(({ reserved }) => !reserved)
    .map(({ path, value }) => [path, value] as const);
  const fields = [...normalise(component), ...foreign]
    .map(([path, value]) => [path, maskText(value)] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return { type: component.type, name: component.fullName, fields: Object.fromEntries(fields) };
}

/** Adds the secret references that the component holds until it is written into the zip. */
export function wantedFacts(component: Component): ComponentFacts {
  const { type, name, fields } = componentFacts(component);
  return { type, name, fields: { ...fields, ...secretReferences(component) } };
}

export function compareByTypeAndName(left: ComponentFacts, right: ComponentFacts): number {
  return `${left.type} ${left.name}` < `${right.type} ${right.name}` ? -1 : 1;
}

function secretReferences({ type, metadata }: Component): Readonly<Record<string, string>> {
  const values: Readonly<Record<string, unknown>> = { ...metadata };
  const { fields }: MetadataType = typeNamed(metadataTypes, type);
  return Object.fromEntries(
    fields.flatMap(({ element, secret }) => {
      const text = values[element];
      return secret && typeof text === 'string' ? [[element, referenceWithoutDefault(text)]] : [];
    }),
  );
}
