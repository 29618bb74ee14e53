/** The content of an element: a value, one of several words, or repeatable elements with their own shape. */
export type Kind =
  | 'text'
  | 'boolean'
  | 'integer'
  | { readonly words: readonly string[] }
  | { readonly list: Shape; readonly required: readonly string[] };

/** The known child elements by name. The compiler checks them against Salesforce's types. */
export type Shape<T extends object = Readonly<Record<string, unknown>>> = {
  readonly [K in Exclude<keyof T, 'fullName'>]-?: Kind;
};
