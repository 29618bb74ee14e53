import type { Row } from '../tables.ts';
import { calloutNotEmulated, calloutRefused } from './problem.ts';

/** The values of merge fields in a callout. */
export interface FormulaContext {
  readonly externalCredential: string;
  /** The values of a Custom or Basic principal, by name: `{!$Credential.EC.Name}`. */
  readonly credentials: Readonly<Record<string, string>>;
  /** By name: `{!$Credential.Username}`, `Password`, `OAuthToken`. */
  readonly special: Readonly<Record<string, string>>;
  readonly user: Row;
}

type Evaluated = string | Buffer;

const TOKEN =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>\d+(?:\.\d+)?)|(?<name>\$?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?<sign>[&+(),]))/sy;

interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'sign';
  readonly text: string;
}

/**
 * Evaluates the formulas in a text: `{!…}` with literals, `$Credential`, `$User`, concatenation, and the functions
 * that authentication needs (Salesforce Help, "Use Named Credential Formula Functions in Custom Headers"). Refuses
 * anything else by name, as a CalloutProblem.
 */
export const evaluate = (text: string, context: FormulaContext): string => {
  let result = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf('{!', at);
    if (start < 0) return result + text.slice(at);
    const end = endOf(text, start + 2);
    result += text.slice(at, start) + asText(new Formula(text.slice(start + 2, end), context).evaluate());
    at = end + 1;
  }
};

/** Whether a merge field uses the OAuth token. */
export const wantsToken = (text: string): boolean => /\$Credential\.OAuthToken\b/i.test(text);

/** The brace that closes a formula. Braces within literals don't count. */
const endOf = (text: string, from: number): number => {
  const parts = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\}/gs;
  parts.lastIndex = from;
  for (let match = parts.exec(text); match; match = parts.exec(text))
    if (match[0] === '}') return match.index;
  throw calloutRefused('a formula is not closed');
};

const tokenize = (source: string): readonly Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const match = TOKEN.exec(source);
    if (match === null) throw calloutNotEmulated('a formula with other signs than & + ( ) and literals');
    const [kind, text = ''] =
      Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [];
    tokens.push({ kind: kind as Token['kind'], text });
  }
  return tokens;
};

const FUNCTIONS: Readonly<Record<string, (argument: Evaluated) => Evaluated>> = {
  TEXT: (argument) => asText(argument),
  BLOB: (argument) => Buffer.from(asText(argument)),
  BASE64ENCODE: (argument) => {
    if (typeof argument === 'string') throw calloutRefused('BASE64ENCODE takes a BLOB');
    return argument.toString('base64');
  },
};

class Formula {
  readonly #tokens: readonly Token[];
  readonly #context: FormulaContext;
  #next = 0;

  constructor(source: string, context: FormulaContext) {
    this.#tokens = tokenize(source);
    this.#context = context;
  }

  evaluate(): Evaluated {
    const value = this.#concatenation();
    if (this.#next < this.#tokens.length) throw calloutRefused('a formula goes on after its end');
    return value;
  }

  #concatenation(): Evaluated {
    let value = this.#term();
    while (this.#takes('&') || this.#takes('+')) value = asText(value) + asText(this.#term());
    return value;
  }

  #term(): Evaluated {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw calloutRefused('a formula ends too early');
    this.#next += 1;
    if (token.kind === 'text') return token.text.slice(1, -1).replace(/\\(.)/gs, '$1');
    if (token.kind === 'number') return token.text;
    if (token.kind === 'name') return this.#takes('(') ? this.#call(token.text) : this.#field(token.text);
    if (token.text !== '(') throw calloutRefused(`a formula has ${token.text} where a value belongs`);
    const value = this.#concatenation();
    this.#require(')');
    return value;
  }

  #call(name: string): Evaluated {
    const key = name.toUpperCase();
    const apply = Object.hasOwn(FUNCTIONS, key) ? FUNCTIONS[key] : undefined;
    if (apply === undefined) throw calloutNotEmulated(`the formula function ${name}`);
    const argument = this.#concatenation();
    this.#require(')');
    return apply(argument);
  }

  #field(path: string): string {
    const [scope = '', ...names] = path.split('.');
    const { externalCredential, credentials, special, user } = this.#context;
    const [first = '', second = ''] = names;
    let value: unknown;
    if (equalsIgnoringCase(scope, '$User') && names.length === 1) value = find(user, first);
    else if (equalsIgnoringCase(scope, '$Credential') && names.length === 1) value = find(special, first);
    else if (equalsIgnoringCase(scope, '$Credential') && names.length === 2) {
      if (!equalsIgnoringCase(first, externalCredential))
        throw calloutRefused(
          `{!${path}} is not of ${externalCredential}, the external credential of this callout`,
        );
      value = find(credentials, second);
      if (value === undefined)
        throw calloutRefused(`the principal has no ${second}, which {!${path}} asks for`);
    }
    if (value === undefined) throw calloutNotEmulated(`the merge field {!${path}}`);
    return value === null ? '' : String(value);
  }

  #takes(sign: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#next += 1;
    return true;
  }

  #require(sign: string): void {
    if (!this.#takes(sign)) throw calloutRefused(`a formula lacks ${sign}`);
  }
}

const asText = (value: Evaluated): string => {
  if (typeof value !== 'string') throw calloutRefused('a formula has a BLOB where text belongs');
  return value;
};

const equalsIgnoringCase = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const find = (values: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.entries(values).find(([key]) => equalsIgnoringCase(key, name))?.[1];
