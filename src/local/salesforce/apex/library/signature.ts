import type { Runtime } from '../runtime.ts';
import { type ApexType, types } from '../types.ts';
import type { ApexValue } from '../values.ts';

/**
 * A platform method: receiver (for instance methods), arguments, and finally the running block. The compiler makes
 * sure that the arguments match its signature.
 */
export type Native = (...args: never[]) => ApexValue | Promise<ApexValue>;

/** Methods by signature, `contains(String): Boolean`; `T`, `K` and `V` are the receiver's type arguments. */
export type Library = Readonly<Record<string, Native>>;

export interface Method {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly returns: string;
  readonly native: Native;
}

export interface Parameter {
  readonly type: string;
  /** `String?` accepts null. For any other parameter, null is a NullPointerException. */
  readonly nullable: boolean;
}

/** Calls a platform method with the receiver, if there is one, the arguments and the running block. */
export function callNative(
  native: Native,
  args: readonly ApexValue[],
  runtime: Runtime,
): ApexValue | Promise<ApexValue> {
  return (native as (...all: unknown[]) => ApexValue | Promise<ApexValue>)(...args, runtime);
}

export function readLibrary(library: Library): Method[] {
  return Object.entries(library).map(([signature, native]) => {
    const [, name, list, returns] = /^(\w+)\((.*)\): (.+)$/u.exec(signature)!;
    return { name: name!.toLowerCase(), parameters: parameters(list!), returns: returns!, native };
  });
}

function parameters(list: string): Parameter[] {
  if (list === '') return [];
  return list.split(/, (?![^<]*>)/u).map((text) => ({
    type: text.replace('?', ''),
    nullable: text.endsWith('?'),
  }));
}

/** A type in a signature, with the receiver's type arguments for `T`, `K` and `V`. */
export function typeInSignature(
  text: string,
  receiver: ApexType | undefined,
  named: (name: string) => ApexType | undefined,
): ApexType {
  if (text === 'void') return types.Void;
  if (text === 'T' || text === 'K') return receiver!.of[0]!;
  if (text === 'V') return receiver!.of[1]!;
  const generic = /^(\w+)<(.+)>$/u.exec(text);
  if (!generic) return named(text)!;
  const of = generic[2]!.split(', ').map((part) => typeInSignature(part, receiver, named));
  return { name: generic[1]!, of };
}
