import type { Position } from '../soql/ast.ts';
import type { DmlError } from './host.ts';
import { NativeObject } from './values.ts';

export interface DmlRowError extends DmlError {
  readonly row: number;
  readonly id: string | null;
}

/** An Apex exception. Its position is set when it is thrown. */
export class ApexException extends NativeObject {
  /** Without `System.`, but with any other namespace. */
  readonly typeName: string;
  readonly message: string | null;
  readonly cause: ApexException | null;
  readonly dml: readonly DmlRowError[];
  position: Position | undefined;
  /** `Class.X.method`; undefined means a block of anonymous Apex. */
  where: string | undefined;

  constructor(
    typeName: string,
    message: string | null,
    more: { readonly cause?: ApexException | null; readonly dml?: readonly DmlRowError[] } = {},
  ) {
    super();
    this.typeName = typeName;
    this.message = message;
    this.cause = more.cause ?? null;
    this.dml = more.dml ?? [];
  }

  /** As in "System.DmlException: Insert failed. …". */
  describe(): string {
    return `${this.qualifiedName}${this.message === null ? '' : `: ${this.message}`}`;
  }

  /** As in `System.DmlException` or `ConnectApi.NotFoundException`. */
  get qualifiedName(): string {
    return this.typeName.includes('.') ? this.typeName : `System.${this.typeName}`;
  }

  get stackTrace(): string {
    return `${this.where ?? 'AnonymousBlock'}: line ${this.position?.line ?? 1}, column 1`;
  }
}

/**
 * Unwinds the interpreter. Limits and failed asserts can't be caught (Apex Developer Guide, "Exceptions that Can't
 * be Caught"). The same goes for what this org doesn't emulate and only detects at run time.
 */
export class Thrown extends Error {
  readonly exception: ApexException;
  readonly catchable: boolean;

  constructor(exception: ApexException, catchable = true) {
    super(exception.describe());
    this.exception = exception;
    this.catchable = catchable;
  }
}

export function raise(typeName: string, message: string): Thrown {
  return new Thrown(new ApexException(typeName, message));
}

export function nullPointer(): Thrown {
  return raise('NullPointerException', 'Attempt to de-reference a null object');
}

export function limitExceeded(message: string): Thrown {
  return new Thrown(new ApexException('LimitException', message), false);
}

export function assertionFailed(message: string): Thrown {
  return new Thrown(new ApexException('AssertException', message), false);
}

class NotEmulated extends ApexException {
  override describe(): string {
    return `[local org] not emulated: ${this.message}`;
  }
}

export function notEmulatedHere(what: string): Thrown {
  return new Thrown(new NotEmulated('NotEmulated', what), false);
}
