import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, type Started, workspace } from './keyway.ts';

/** The orgs of all pages, by the alias that the pages use. They are reset for each page. */
export interface PageOrgs {
  readonly home: string;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a local org for each alias, with a sign-in as in the sf CLI. */
export async function startOrgs(seeds: Readonly<Record<string, string>>): Promise<PageOrgs> {
  const { home, start, write } = workspace();
  const servers: Started[] = [];
  const resets: (() => Promise<unknown>)[] = [];
  for (const [alias, seed] of Object.entries(seeds)) {
    write(`../home/${alias}.yaml`, seed);
    const state = ['--state-dir', join(home, alias), '--seed', join(home, `${alias}.yaml`)];
    const server = start(['local-org', 'start', '--alias', alias, ...state, '--json']);
    servers.push(server);
    const { instanceUrl, accessToken } = JSON.parse(await server.line);
    const headers = { authorization: `Bearer ${accessToken}` };
    resets.push(() => fetch(`${instanceUrl}/local-org/reset`, { method: 'POST', headers }));
  }
  return {
    home,
    reset: async () => {
      await Promise.all(resets.map((reset) => reset()));
    },
    close: async () => {
      await Promise.all(servers.map(stop));
    },
  };
}

/** What a page assumes, and which of its commands can't run here. */
export interface PageSetup {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Run before the first block. */
  readonly before?: string;
  /** Commands with an exit code other than 0, without `keyway`. */
  readonly exits?: Readonly<Record<string, number>>;
  /** Lines that aren't run, by their beginning, with the reason. */
  readonly notRun?: Readonly<Record<string, string>>;
}

export interface PageRun {
  /** Commands with another exit code than the page says, with their output: `2 plan --env uat`. */
  readonly unexpected: readonly string[];
  /** Blocks whose printed output differs. */
  readonly differences: readonly { readonly printed: string; readonly seen: string }[];
  readonly commands: number;
}

interface Block {
  readonly language: string;
  readonly text: string;
  /** Name of the file that the preceding sentence introduces: "Create `keyway.yaml`:". */
  readonly file: string | undefined;
}

/** Programs that other tests run: the sf CLI in test:clients, npm in readme.test.ts. */
const otherPrograms = /^(?:sf|npm|git|openssl|code|eval) /;
const marker = '\u0001block';
const timeLimit = 100_000;

/**
 * Runs the shell blocks of a page as printed, in one shell, from an empty folder with the packed package. Writes
 * blocks that a sentence introduces as a file. With UPDATE_DOCS=1, updates the outputs in the page.
 */
export async function runPage(page: string, orgs: PageOrgs, setup: PageSetup = {}): Promise<PageRun> {
  const markdown = readFileSync(page, 'utf8');
  const blocks = blocksOf(markdown);
  const place = workspace({ ...setup.files });
  await orgs.reset();
  try {
    const calls = join(place.home, 'calls');
    writeFileSync(calls, '');
    const script = [
      functions(calls),
      setup.before ?? '',
      ...blocks.flatMap((block, at) => linesOf(block, at, setup)),
    ];
    const output = await shell(script.join('\n'), {
      cwd: place.folder,
      env: { PATH: process.env.PATH, HOME: orgs.home, ...setup.env },
    });
    const ended = readFileSync(calls, 'utf8').trim().split('\n').filter(Boolean);
    const seen = parseReportedBlocks(output);
    const differences = blocks.flatMap(({ language, text }, at) => {
      const isOutput = language === 'text' && blocks[at - 1]?.language === 'sh';
      const printed = seen.get(at - 1) ?? '';
      return isOutput && printed !== text ? [{ printed: text, seen: printed }] : [];
    });
    if (process.env.UPDATE_DOCS) rewrite(page, markdown, differences);
    return {
      unexpected: ended.filter((line) => !isExpected(line, setup)).map((line) => `${line}\n${output}`),
      differences,
      commands: ended.length,
    };
  } finally {
    place.remove();
  }
}

/** The fenced blocks of a page, in order. */
function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/(?:`([\w./-]+)`[^\n`]*:\n\n)?^```(\w*)\n(.*?)^```$/gms)].map(
    ([, file, language = '', text = '']) => ({ language, text, file }),
  );
}

/** `npx keyway` and `keyway` run the packed package and record their exit codes. */
function functions(calls: string): string {
  return `exec 2>&1 3>&1 </dev/null
keyway() {
  [ -z "$several" ] || printf '\\n$ keyway %s\\n' "$*" >&3
  '${process.execPath}' '${main}' "$@"
  ended=$?
  printf '%s %s\\n' "$ended" "$*" >> '${calls}'
  return $ended
}
npx() { shift; keyway "$@"; }`;
}

function linesOf({ language, text, file }: Block, at: number, setup: PageSetup): readonly string[] {
  if (language === 'sh')
    return [
      `printf '\\n${marker} %s\\n' ${at}; several=${commandsIn(text) > 1 ? 'yes' : ''}`,
      ...text.split('\n').map(runnable(setup)),
    ];
  return file === undefined
    ? []
    : [`mkdir -p "$(dirname '${file}')"`, `cat > '${file}' <<'END_OF_FILE'`, `${text}END_OF_FILE`];
}

/** If a block has several commands, each is printed before its output. */
function commandsIn(text: string): number {
  return text.split('\n').filter((line) => /^(?:npx )?keyway /.test(line)).length;
}

function runnable({ notRun = {} }: PageSetup) {
  const left = Object.keys(notRun);
  return (line: string) =>
    otherPrograms.test(line) || left.some((beginning) => line.startsWith(beginning)) ? ': not run' : line;
}

function isExpected(call: string, { exits = {} }: PageSetup): boolean {
  const [code = '', command = ''] = [call.slice(0, call.indexOf(' ')), call.slice(call.indexOf(' ') + 1)];
  return Number(code) === (exits[command] ?? 0);
}

function parseReportedBlocks(output: string): ReadonlyMap<number, string> {
  const parts = output.split(new RegExp(`\\n?${marker} (\\d+)\\n`)).slice(1);
  return new Map(
    parts.flatMap((at, index) =>
      index % 2 === 0 ? [[Number(at), normaliseOutput(parts[index + 1] ?? '')]] : [],
    ),
  );
}

/** Normalises what differs between runs, as the pages show it. */
function normaliseOutput(text: string): string {
  return `${text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:8123')
    .replace(/\b\d+\.\d s\b/g, '0.2 s')
    .replace(/\b20\d\d-\d\d-\d\d \((\d+) days\)/g, '2028-11-26 (730 days)')
    .replace(/\buntil 20\d\d-\d\d-\d\d,/g, 'until 2028-11-26,')
    .replace(/\bin \d+ ms\b/g, 'in 12 ms')
    .replace(/\b[0-9a-f]{64}\b/g, '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef')
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z/g, '2026-11-27T12:00:00Z')
    .replace(/\b00D[A-Za-z0-9]{12,15}\b/g, '00D000000000001AAA')
    .trimEnd()
    .replace(/^\n+/, '')}\n`;
}

function rewrite(page: string, markdown: string, differences: PageRun['differences']): void {
  let text = markdown;
  for (const { printed, seen } of differences)
    text = text.replace(`\`\`\`text\n${printed}\`\`\``, () => `\`\`\`text\n${seen}\`\`\``);
  if (text !== markdown) writeFileSync(page, text);
}

async function stop({ process: child, ended }: Started): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

/** Returns everything that a script prints. Ends it after a time limit. */
function shell(
  script: string,
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', script], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    const timer = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), timeLimit);
    child.once('close', () => {
      clearTimeout(timer);
      resolve(output);
    });
  });
}
