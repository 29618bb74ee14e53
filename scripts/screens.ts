/*
 * docs/screens.md: keyway in terminals of 80 and 120 columns, recorded in tmux.
 *     npm run screens
 * Builds the package and records each scene with it in an empty folder. Needs tmux.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');
const prompt = 'acme $ ';

interface Terminal {
  /** Types a command line and waits for it to end. */
  run(line: string): Promise<void>;
  /** Types a command line that asks a question. */
  start(line: string, until: string): Promise<void>;
  /** Presses keys, by tmux's names. */
  press(keys: readonly string[], until?: string): Promise<void>;
  /** Changes the config like an editor, without showing it. */
  edit(change: (text: string) => string): void;
}

/** The scenes, in order and in one folder: a title, a sentence, and the input. */
const scenes: readonly (readonly [string, string, (terminal: Terminal) => Promise<void>])[] = [
  [
    'A new config',
    '`keyway init` asks, and offers the first deploy to the local org.',
    async ({ start, press }) => {
      await start('keyway init', 'how does it authenticate?');
      await press(['Down', 'Down', 'Enter'], 'Developer name');
      await press(['Enter'], 'URL that calls go to');
      await press(['Enter'], 'Token endpoint');
      await press(['Enter'], 'Environment beside local');
      await press(['Enter'], 'Alias or username');
      await press(['Enter'], 'Deploy it to the local org now?');
      await press(['n', 'Enter']);
    },
  ],
  ['The first deploy', 'It plans, applies and reads everything back.', ({ run }) => run('keyway deploy')],
  [
    'A changed URL',
    'The plan marks the risk at its change. Nothing has been sent.',
    async ({ run, edit }) => {
      edit((text) => text.replace('"${local:keyService}"', 'https://kms.new.example/v1/keys'));
      await run('keyway plan');
    },
  ],
  [
    'Ctrl-C at a question',
    'Keyway takes that as no.',
    async ({ start, press, run }) => {
      await start('keyway deploy', 'url-host-change');
      await press(['C-c']);
      await run('echo exit code $?');
    },
  ],
  [
    'The same deploy, approved',
    'Approve each risk separately. In CI, pass `--allow`.',
    async ({ start, press }) => {
      await start('keyway deploy', 'url-host-change');
      await press(['y', 'Enter']);
    },
  ],
  [
    'Who can call what',
    'Mermaid for a README; `--out graph.html` writes a page.',
    ({ run }) => run('keyway graph'),
  ],
  ['Every environment', 'One screen each morning.', ({ run }) => run('keyway status')],
  [
    'A mistake',
    'Keyway shows all problems of the file at once, each with its place.',
    async ({ run, edit }) => {
      edit((text) => text.replace('    label:', '    lable:').replace('[autoproc]', '[autproc]'));
      await run('keyway validate');
    },
  ],
];

const tmux = (...words: readonly string[]) =>
  execFileSync('tmux', ['-L', 'keyway-screens', ...words], { encoding: 'utf8' });

/** Records all scenes on a screen with that many columns. */
async function record(columns: number): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keyway-screens-'));
  const project = join(folder, 'acme');
  mkdirSync(join(folder, 'bin'));
  mkdirSync(project);
  const shim = `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/main.js')}" "$@"\n`;
  writeFileSync(join(folder, 'bin/keyway'), shim);
  chmodSync(join(folder, 'bin/keyway'), 0o755);
  const env = [
    '-i',
    `PATH=${join(folder, 'bin')}:/usr/bin:/bin`,
    `HOME=${folder}`,
    'TERM=xterm-256color',
    'LANG=C.UTF-8',
  ];
  const shell = ['env', ...env, `PS1=${prompt}`, 'bash', '--norc', '--noprofile'];
  tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(columns), '-y', '80', '-c', project, ...shell);
  try {
    const recorded: string[] = [];
    for (const [title, sentence, act] of scenes) {
      tmux('send-keys', 'clear', 'Enter');
      await until(() => screen().trim() === prompt.trim());
      await act(terminal(project));
      await until(() => screen().trimEnd().endsWith(prompt.trim()));
      const shown = screen().trimEnd().slice(0, -prompt.trim().length).trimEnd();
      recorded.push(`### ${title}\n\n${sentence}\n\n\`\`\`text\n${normalizeScreen(shown, folder)}\n\`\`\``);
    }
    return recorded;
  } finally {
    tmux('kill-server');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

function terminal(project: string): Terminal {
  const type = (line: string) => tmux('send-keys', '-l', line);
  const ended = () => until(() => screen().trimEnd().endsWith(`\n${prompt.trim()}`));
  const shows = (text: string) => until(() => screen().includes(text));
  return {
    async run(line) {
      type(line);
      tmux('send-keys', 'Enter');
      await sleep(200);
      await ended();
    },
    async start(line, text) {
      type(line);
      tmux('send-keys', 'Enter');
      await shows(text);
      await sleep(300);
    },
    async press(keys, text) {
      for (const key of keys) {
        tmux('send-keys', key);
        await sleep(100);
      }
      await (text === undefined ? ended() : shows(text));
    },
    edit(change) {
      const file = join(project, 'keyway.yaml');
      writeFileSync(file, change(readFileSync(file, 'utf8')));
    },
  };
}

const screen = () => tmux('capture-pane', '-p');

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`The terminal shows something else:\n${screen()}`);
    await sleep(50);
  }
}

/** Normalises what differs between runs: ports, folders, and times up to a second. */
function normalizeScreen(text: string, folder: string): string {
  return text
    .replaceAll(folder, '~')
    .replace(/127\.0\.0\.1:\d{5}/g, '127.0.0.1:38297')
    .replace(/\b\d\.\d s\b/g, '0.2 s');
}

if (spawnSync('tmux', ['-V']).status !== 0) throw new Error('tmux is needed: install it from your system.');
execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root, stdio: 'inherit' });
const pages: string[] = [];
for (const columns of [80, 120]) pages.push(`## ${columns} columns`, ...(await record(columns)));
const head = `# Screens

What keyway looks like. \`npm run screens\` records this page in tmux, from an empty folder, with the package as it is built; ports and times are made the same.`;
writeFileSync(join(root, 'docs/screens.md'), `${[head, ...pages].join('\n\n')}\n`);
