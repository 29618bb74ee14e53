import { spawnSync } from 'node:child_process';

export interface Command {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs a script with Node and returns the time from start to exit, in milliseconds; throws if it fails. */
export function time({ args, cwd, env, input }: Command): number {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
  const elapsed = performance.now() - start;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return elapsed;
}

export interface Used {
  readonly requests: number;
  /** The longest sequence of requests in which each one began after the previous one had ended. */
  readonly inARow: number;
  /** Peak resident memory. */
  readonly megabytes: number;
  readonly seconds: number;
}

/** The resources that one run used. Node itself reports each request. */
export function used({ args, cwd, env }: Command): Used {
  const hook = `import { subscribe } from 'node:diagnostics_channel';
    const begun = new Map(), spans = [];
    subscribe('http.client.request.start', ({ request }) => begun.set(request, performance.now()));
    subscribe('http.client.response.finish', ({ request }) => spans.push([begun.get(request), performance.now()]));
    process.on('exit', () => {
      let inARow = 0, end = 0;
      for (const [start, finish] of spans.sort((a, b) => a[1] - b[1])) if (start >= end) { inARow++; end = finish; }
      const megabytes = process.resourceUsage().maxRSS / 1024;
      process.stderr.write('\\nUSED ' + JSON.stringify({ requests: begun.size, inARow, megabytes, seconds: performance.now() / 1000 }) + '\\n');
    });`;
  const loaded = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, loaded, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return JSON.parse(/^USED (.+)$/m.exec(stderr)?.[1] ?? '') as Used;
}

/**
 * Runs each command in turn, `runs` times, so that changes of the machine's speed affect all of them. Returns the
 * medians.
 */
export async function measureInTurn<Name extends string>(
  measures: Readonly<Record<Name, () => number | Promise<number>>>,
  runs: number,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(measures) as Name[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  // The first round warms caches and doesn't count.
  for (let run = 0; run <= runs; run++)
    for (const name of names) {
      const elapsed = await measures[name]();
      if (run > 0) times.get(name)?.push(elapsed);
    }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
