/** What an element holds: a value, one of some words, or elements of a shape of their own, as often as they like. */
export type Kind =
  | 'text'
  | 'boolean'
  | 'integer'
  | { readonly words: readonly string[] }
  | { readonly list: Shape; readonly required: readonly string[] };

/** The elements that keyway knows in one of another, by name; the compiler holds it against Salesforce's types. */
export type Shape<T extends object = Readonly<Record<string, unknown>>> = {
  readonly [K in Exclude<keyof T, 'fullName'>]-?: Kind;
};
