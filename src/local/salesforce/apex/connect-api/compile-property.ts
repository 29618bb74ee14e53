import type { Position } from '../../soql/ast.ts';
import { CompileError, notEmulated, words } from '../compile-error.ts';
import type { Compiled, Compiler } from '../compiler.ts';
import { nullPointer } from '../exception.ts';
import type { Runtime } from '../runtime.ts';
import { typeNamed } from '../types.ts';
import { EnumValue } from '../values.ts';
import { enumValues, isInput, nameIn, propertiesOf } from './declared.ts';
import { type ConnectObject, propertyType } from './object.ts';

/** As in `ConnectApi.CredentialPrincipalType.NamedPrincipal`; undefined if the class isn't an enumeration. */
export function compileEnumValue(
  className: string,
  name: string,
  position: Position,
  compiler: Compiler,
): Compiled | undefined {
  const type = typeNamed(className, compiler.tables);
  const values = type && enumValues(type.name);
  if (!values) return undefined;
  const value = nameIn(values, name);
  if (value === undefined) throw new CompileError(position, words.noSuchVariable(name));
  return { type, position, run: () => new EnumValue(value) };
}

/** As in `input.principalName`; undefined if the value belongs to another namespace. */
export function compileProperty(
  before: Compiled,
  given: string,
  safe: boolean,
  position: Position,
  compiler: Compiler,
): Compiled | undefined {
  const owner = before.type.name;
  const properties = propertiesOf(owner);
  if (!properties) return undefined;
  const name = nameIn(Object.keys(properties), given);
  if (name === undefined) {
    if (isInput(owner)) throw new CompileError(position, words.noSuchVariable(given));
    throw notEmulated(position, `${owner}.${given}`);
  }
  const find = async (runtime: Runtime): Promise<ConnectObject | null> => {
    const found = (await before.run(runtime)) as ConnectObject | null;
    runtime.step();
    runtime.at = position;
    if (found === null && !safe) throw nullPointer();
    return found;
  };
  return {
    type: propertyType(properties[name]!, compiler.tables),
    position,
    run: async (runtime) => (await find(runtime))?.properties.get(name) ?? null,
    locate: async (runtime) => {
      const found = await find(runtime);
      if (found === null) throw nullPointer();
      return {
        get: () => found.properties.get(name) ?? null,
        set: (value) => {
          found.properties.set(name, value);
        },
      };
    },
  };
}
