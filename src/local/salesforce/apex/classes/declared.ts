import type { Position } from '../../soql/ast.ts';
import type { Statement } from '../compile-statement.ts';
import type { ApexType } from '../types.ts';
import { NativeObject } from '../values.ts';

/** A class of the org. Its methods are added after all classes are known by name. */
export interface ApexClass {
  readonly name: string;
  readonly isTest: boolean;
  /** Whether it implements the interface Schedulable. */
  readonly schedulable: boolean;
  readonly methods: ApexMethod[];
  /** Lines that count for coverage: those on which a statement begins. */
  readonly lines: ReadonlySet<number>;
}

export interface ApexMethod {
  readonly name: string;
  readonly isStatic: boolean;
  readonly isTest: boolean;
  /** `test`: private, and visible to tests. */
  readonly visible: 'everywhere' | 'here' | 'test';
  readonly parameters: readonly { readonly name: string; readonly type: ApexType }[];
  readonly returns: ApexType;
  readonly position: Position;
  /** Absent until it is compiled. */
  body?: Statement;
}

/** `new KeywayRotateData()`: without fields, because classes have none here. */
export class ApexObject extends NativeObject {
  readonly apexClass: ApexClass;

  constructor(apexClass: ApexClass) {
    super();
    this.apexClass = apexClass;
  }

  describe(): string {
    return `${this.apexClass.name}:[]`;
  }
}
