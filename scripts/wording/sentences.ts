import { parseAst } from 'rolldown/parseAst';

/** Text in a source file that keyway can print. */
export interface Wording {
  /** The error code, if the text belongs to an error. */
  readonly code: string | undefined;
  /** Values are shown as ‹name›. */
  readonly text: string;
  /** It is all of an error's message or of one of its actions, and no part of a sentence. */
  readonly whole: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/**
 * Calls whose text isn't collected. Descriptions are already in docs/config.md and docs/commands.md, and queries go
 * to an org.
 */
const forOthers = new Set(['describe', 'describeFlag', 'meta', 'soql', 'query', 'toolingQuery', 'fillApex']);
/** Properties whose text isn't collected. */
const notPrinted = new Set(['describe', 'description', 'what', 'path', 'accept', 'source']);

/** The texts of a TypeScript file that people can read, in the order of the file. */
export function wordingIn(source: string): readonly Wording[] {
  const found: Wording[] = [];
  const whole = new Set<Node>();
  walk(parseAst(source, { lang: 'ts' }) as unknown as Node, undefined);
  return found;

  function walk(node: Node, code: string | undefined): void {
    if (isForOthers(node)) return;
    const text = textOf(node, source);
    if (text !== undefined) {
      if (isWording(text)) found.push({ code, text, whole: whole.has(node) });
      return;
    }
    const known = codeOf(node) ?? code;
    if (known !== code) for (const one of messagesOf(node)) whole.add(one);
    for (const [name, value] of Object.entries(node))
      if (name !== 'type' && name !== 'typeAnnotation')
        for (const child of nodesIn(value)) walk(child, known);
  }
}

function nodesIn(value: unknown): readonly Node[] {
  const all = Array.isArray(value) ? value : [value];
  return all.filter((one): one is Node => typeof one === 'object' && one !== null && 'type' in one);
}

function isForOthers(node: Node): boolean {
  if (
    /^(?:Import|TS)/.test(node.type) &&
    node.type !== 'TSSatisfiesExpression' &&
    node.type !== 'TSAsExpression'
  )
    return true;
  if (node.type === 'Property') return notPrinted.has(nameOf(node.key as Node));
  if (node.type === 'TaggedTemplateExpression') return forOthers.has(nameOf(node.tag as Node));
  return node.type === 'CallExpression' && forOthers.has(nameOf(node.callee as Node));
}

/** The last name of an expression, such as `describe` of `z.string().describe(…)`. */
function nameOf(node: Node): string {
  if (node.type === 'MemberExpression') return nameOf(node.property as Node);
  return String(node.name ?? node.value ?? '');
}

/** The error code in `new KeywayError('Code', …)`. */
function codeOf(node: Node): string | undefined {
  if (node.type !== 'NewExpression' || nameOf(node.callee as Node) !== 'KeywayError') return undefined;
  const [first] = node.arguments as readonly Node[];
  return typeof first?.value === 'string' ? first.value : undefined;
}

/** The message and the actions of `new KeywayError(code, message, { actions })`. */
function messagesOf(node: Node): readonly Node[] {
  const [, message, details] = node.arguments as readonly Node[];
  const properties = nodesIn(details?.properties).filter(({ type }) => type === 'Property');
  const actions = properties.find(({ key }) => nameOf(key as Node) === 'actions')?.value as Node | undefined;
  return [...nodesIn(message), ...nodesIn(actions?.elements)];
}

function textOf(node: Node, source: string): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type !== 'TemplateLiteral') return undefined;
  const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[];
  const expressions = node.expressions as readonly Node[];
  return quasis.map(({ value }, at) => value.cooked + shownExpression(expressions[at], source)).join('');
}

/** An expression as its last name, such as `‹name›` for `printable(change.name)`. */
function shownExpression(node: Node | undefined, source: string): string {
  if (node === undefined) return '';
  const names = source.slice(node.start, node.end).match(/[A-Za-z]\w*/g) ?? [];
  return `‹${/[?'"`]/.test(source.slice(node.start, node.end)) ? '…' : (names.at(-1) ?? '…')}›`;
}

/** Whether a text has at least two words or is a question, and isn't code, a style sheet, markup, a header or a path. */
function isWording(text: string): boolean {
  const plain = text.replace(/‹[^›]*›/g, 'X');
  return (
    (/[a-z]{2,}[,.:;]? [\w'"(‹`-]/i.test(plain) || / [A-Z]\w+\?$/.test(plain)) &&
    !/^\s*[<{]|SELECT |=>|;\n|;\s*\}|^[\w-]+\/[\w-]+|\\[dws]|\bclassDef |-src '|^-----BEGIN|^(?:Basic|Bearer|HTTP) X$/.test(
      plain,
    )
  );
}
