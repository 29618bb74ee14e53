/*
 * The formulas in headers that authentication uses (Salesforce Help, "Use Named Credential Formula Functions in
 * Custom Headers"): literals, merge fields of the credential, concatenation, TEXT, BLOB and BASE64ENCODE.
 */

/** What `{!$Credential.…}` stands for. */
export interface MergeFields {
  /** `{!$Credential.<externalCredential>.<name>}`. */
  readonly externalCredential?: string | undefined;
  readonly credentials: Readonly<Record<string, string>>;
  /** `{!$Credential.Username}`, `Password`, `OAuthToken`. */
  readonly special: Readonly<Record<string, string>>;
}

/** A formula that keyway can't evaluate; the message is the end of a sentence and holds no value. */
export class FormulaProblem extends Error {}

type Value = string | Buffer;
interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'sign';
  readonly text: string;
}

/**
 * Text with its formulas replaced by their values.
 * @throws FormulaProblem
 */
export function evaluate(text: string, fields: MergeFields): string {
  let result = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf('{!', at);
    if (start === -1) return result + text.slice(at);
    const tokens: Token[] = [];
    const end = tokenize(text, start + 2, tokens);
    result += text.slice(at, start) + asText(read(tokens, fields));
    at = end;
  }
}

/** Whether a text uses the OAuth token. */
export function wantsToken(text: string): boolean {
  return /\$Credential\.OAuthToken\b/i.test(text);
}

const tokenPattern =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>\d+(?:\.\d+)?)|(?<name>\$?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?<sign>[&+()])|(?<end>\}))/sy;

/** Reads tokens up to the brace that closes the formula, and returns the position after it. */
function tokenize(source: string, from: number, tokens: Token[]): number {
  const pattern = new RegExp(tokenPattern);
  pattern.lastIndex = from;
  for (;;) {
    const groups = pattern.exec(source)?.groups;
    if (!groups)
      throw new FormulaProblem("contains a formula that isn't closed, or has symbols that only an org knows");
    if (groups.end !== undefined) return pattern.lastIndex;
    const [kind, text = ''] = Object.entries(groups).find(([, found]) => found !== undefined) ?? [];
    tokens.push({ kind: kind as Token['kind'], text });
  }
}

/** One expression, by recursive descent. */
function read(tokens: readonly Token[], fields: MergeFields): Value {
  let next = 0;
  const takes = (sign: string): boolean => {
    const token = tokens[next];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    next += 1;
    return true;
  };
  const close = () => {
    if (!takes(')')) throw new FormulaProblem('contains a formula without a closing parenthesis');
  };
  const expression = (): Value => {
    let value = term();
    while (takes('&') || takes('+')) value = asText(value) + asText(term());
    return value;
  };
  const term = (): Value => {
    const token = tokens[next];
    next += 1;
    if (token?.kind === 'text') return token.text.slice(1, -1).replace(/\\(.)/gs, '$1');
    if (token?.kind === 'number') return token.text;
    if (token?.kind === 'sign' && token.text === '(') {
      const value = expression();
      close();
      return value;
    }
    if (token?.kind !== 'name') throw new FormulaProblem('contains a formula that lacks a value');
    if (!takes('(')) return mergeField(token.text, fields);
    const argument = expression();
    close();
    return call(token.text, argument);
  };
  const value = expression();
  if (next < tokens.length) throw new FormulaProblem('contains a formula with more after its end');
  return value;
}

function call(name: string, argument: Value): Value {
  switch (name.toUpperCase()) {
    case 'TEXT':
      return asText(argument);
    case 'BLOB':
      return Buffer.from(asText(argument));
    case 'BASE64ENCODE':
      if (typeof argument !== 'string') return argument.toString('base64');
      throw new FormulaProblem('passes text to BASE64ENCODE, which needs a BLOB');
    default:
      throw new FormulaProblem(`uses the function ${name}, which only an org can evaluate`);
  }
}

function mergeField(path: string, { externalCredential, credentials, special }: MergeFields): string {
  const [scope = '', first = '', second, ...more] = path.split('.');
  if (!equalsIgnoringCase(scope, '$Credential') || more.length > 0)
    throw new FormulaProblem(`uses {!${path}}, which only an org knows`);
  if (second === undefined)
    return find(special, first) ?? refuse(`uses {!${path}}, which this authentication doesn't have`);
  if (externalCredential === undefined || !equalsIgnoringCase(first, externalCredential))
    throw new FormulaProblem(`uses {!${path}}, which belongs to another external credential`);
  return find(credentials, second) ?? refuse(`uses {!${path}}, but the principal has no ${second} here`);
}

function refuse(message: string): never {
  throw new FormulaProblem(message);
}

function asText(value: Value): string {
  if (typeof value === 'string') return value;
  throw new FormulaProblem('has a BLOB in place of text');
}

/** Names in formulas ignore case. */
function find(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(values).find(([key]) => equalsIgnoringCase(key, name))?.[1];
}

function equalsIgnoringCase(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
