import { notEmulatedHere } from '../exception.ts';
import { typeInSignature } from '../library/signature.ts';
import type { Runtime } from '../runtime.ts';
import { type ApexType, typeNamed, types } from '../types.ts';
import { ApexList, ApexMap, type ApexValue, EnumValue, keyOf, NativeObject } from '../values.ts';
import { enumValues, propertiesOf } from './declared.ts';

/** An object of a ConnectApi class. Properties that aren't set are null. */
export class ConnectObject extends NativeObject {
  readonly typeName: string;
  readonly properties = new Map<string, ApexValue>();

  constructor(typeName: string) {
    super();
    this.typeName = typeName;
  }

  /** Its form in the log of a real org isn't documented. */
  describe(): string {
    throw notEmulatedHere(`the text of ${this.typeName}`);
  }
}

/** Converts an input to the form of Connect REST. */
export function connectJson(value: ApexValue): unknown {
  if (value instanceof EnumValue) return value.name;
  if (value instanceof ApexList) return value.items.map(connectJson);
  if (value instanceof ApexMap)
    return Object.fromEntries(
      [...value.entries.values()].map(([key, item]) => [String(key), connectJson(item)]),
    );
  if (!(value instanceof ConnectObject)) return value;
  const set = [...value.properties].filter(([, item]) => item !== null);
  return Object.fromEntries(set.map(([name, item]) => [name, connectJson(item)]));
}

/** Converts an answer of Connect REST to Apex objects. */
export function connectValue(json: unknown, type: ApexType, runtime: Runtime): ApexValue {
  runtime.step();
  if (json === null || json === undefined) return null;
  if (type.name === 'List')
    return new ApexList(
      type,
      (json as readonly unknown[]).map((item) => connectValue(item, type.of[0]!, runtime)),
    );
  if (type.name === 'Map') {
    const map = new ApexMap(type);
    for (const [key, item] of Object.entries(json))
      map.entries.set(keyOf(key), [key, connectValue(item, type.of[1]!, runtime)]);
    return map;
  }
  if (enumValues(type.name)) return new EnumValue(String(json));
  const properties = propertiesOf(type.name);
  if (!properties) return json as string | number | boolean;
  const made = new ConnectObject(type.name);
  for (const [name, text] of Object.entries(properties)) {
    const property = propertyType(text, runtime.host.tables);
    made.properties.set(name, connectValue((json as Record<string, unknown>)[name], property, runtime));
  }
  return made;
}

/** The type of a property. */
export function propertyType(text: string, tables: Parameters<typeof typeNamed>[1]): ApexType {
  return typeInSignature(text, undefined, (name) => typeNamed(name, tables) ?? types.Object);
}
