import type * as Grammar from '@apexdevtools/apex-parser';
import type { Position } from '../soql/ast.ts';
import { positionOf } from '../soql/grammar.ts';
import type { Tables } from '../tables.ts';
import type { ApexClass, ApexMethod } from './classes/declared.ts';
import type { Classes } from './classes/load.ts';
import { CompileError, notEmulated, words } from './compile-error.ts';
import type { Runtime } from './runtime.ts';
import type { ApexType } from './types.ts';
import type { ApexValue } from './values.ts';

type Result = ApexValue | Promise<ApexValue>;

/** A checked expression: its type, and how to evaluate it. */
export interface Compiled {
  readonly type: ApexType;
  readonly position: Position;
  readonly run: (runtime: Runtime) => Result;
  /** Whether it is a query's rows, which may become a single record. */
  readonly rows?: boolean;
  /** Whether it is a parent over a relationship. A missing parent gives null instead of an exception. */
  readonly parent?: boolean;
  /** Set if it can be assigned to. */
  readonly locate?: (runtime: Runtime) => Promise<Place>;
}

/** A variable, field or element, located once for reading and writing. */
export interface Place {
  readonly get: () => ApexValue;
  readonly set: (value: ApexValue) => void;
}

export interface Variable {
  readonly name: string;
  readonly type: ApexType;
  readonly slot: number;
}

/** Each operator adds a nesting level to the tree, and the code that visits it recurses. */
const MAX_DEPTH = 300;

/** The state of compiling a block: the names in scope and the positions for errors. */
export class Compiler {
  readonly grammar: typeof Grammar;
  readonly tables: Tables;
  readonly source: string;
  /** Replaces the backslash of `\%` and `\_`; see `hideLikeEscapes`. */
  readonly mark: string;
  readonly callouts: boolean;
  readonly classes: Classes;
  /** The class whose method is being compiled; undefined for anonymous Apex. */
  readonly owner: ApexClass | undefined;
  readonly method: ApexMethod | undefined;
  readonly #scopes: Map<string, Variable>[] = [new Map()];
  #slots = 0;
  #depth = 0;

  constructor(
    grammar: typeof Grammar,
    about: {
      readonly tables: Tables;
      readonly source: string;
      readonly mark: string;
      readonly callouts: boolean;
      readonly classes: Classes;
      readonly owner?: ApexClass;
      readonly method?: ApexMethod;
    },
  ) {
    this.grammar = grammar;
    this.tables = about.tables;
    this.source = about.source;
    this.mark = about.mark;
    this.callouts = about.callouts;
    this.classes = about.classes;
    this.owner = about.owner;
    this.method = about.method;
  }

  /**
   * Finds one of the org's classes.
   * @throws {CompileError} if the class itself doesn't compile
   */
  classNamed(name: string, position: Position): ApexClass | undefined {
    const found = this.classes.find(name);
    if (!(found instanceof CompileError)) return found;
    throw new CompileError(position, words.dependentInvalid(name, found.message));
  }

  declare(name: string, type: ApexType, position: Position): Variable {
    if (this.variable(name)) throw new CompileError(position, words.duplicateVariable(name));
    const variable = { name, type, slot: this.#slots++ };
    this.#scopes.at(-1)!.set(name.toLowerCase(), variable);
    return variable;
  }

  variable(name: string): Variable | undefined {
    return this.#scopes.findLast((scope) => scope.has(name.toLowerCase()))?.get(name.toLowerCase());
  }

  /** Every variable in scope, for the binds of a dynamic query. */
  visible(): ReadonlyMap<string, Variable> {
    return new Map(this.#scopes.flatMap((scope) => [...scope]));
  }

  inScope<T>(body: () => T): T {
    this.#scopes.push(new Map());
    try {
      return body();
    } finally {
      this.#scopes.pop();
    }
  }

  nested<T>(tree: Parameters<typeof positionOf>[0], body: () => T): T {
    if (this.#depth >= MAX_DEPTH) {
      throw notEmulated(positionOf(tree), `statements and expressions more than ${MAX_DEPTH} deep`);
    }
    this.#depth += 1;
    try {
      return body();
    } finally {
      this.#depth -= 1;
    }
  }
}
