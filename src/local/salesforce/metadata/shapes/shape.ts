/**
 * The XML of a metadata type according to the Metadata WSDL, by API version. A version is given if an element or
 * value of the chain is newer than 41.0, a package's oldest version. For the other parts of a permission set, it is
 * given if they are newer than 60.0.
 */
export interface EnumShape {
  readonly kind: 'enum';
  readonly name: string;
  /** Values, each with its first version; 0 for those that always existed. */
  readonly values: Readonly<Record<string, number>>;
}

export interface ComplexShape {
  readonly kind: 'complex';
  readonly name: string;
  readonly elements: Readonly<Record<string, ElementShape>>;
}

export interface ElementShape {
  readonly type: 'string' | 'boolean' | 'int' | EnumShape | ComplexShape;
  readonly required?: true;
  readonly repeated?: true;
  readonly since?: number;
  /** The last version that has it. Its effect isn't emulated. */
  readonly until?: number;
  /** Accepted but never returned: passwords, tokens, keys. */
  readonly secret?: true;
}

export const METADATA_NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';

export const string = { type: 'string' } as const;
export const boolean = { type: 'boolean' } as const;
export const int = { type: 'int' } as const;
export const required = <S extends ElementShape>(shape: S): ElementShape => ({ ...shape, required: true });
export const since = <S extends ElementShape>(version: number, shape: S): ElementShape => ({
  ...shape,
  since: version,
});
export const secret = { type: 'string', secret: true } as const;
export const many = (type: ComplexShape): ElementShape => ({ type, repeated: true });

export const enumeration = (
  name: string,
  values: readonly string[],
  later: Readonly<Record<string, number>> = {},
): EnumShape => ({
  kind: 'enum',
  name,
  values: { ...Object.fromEntries(values.map((value) => [value, 0])), ...later },
});

export const complex = (name: string, elements: Readonly<Record<string, ElementShape>>): ComplexShape => ({
  kind: 'complex',
  name,
  elements,
});
