import { factOfLink, identifierOf, type Statement, type Told } from './statements.ts';

/** keyway's sentences and their meaning. Groups match the names in a sentence. */
const sentences: readonly (readonly [RegExp, (...groups: string[]) => readonly Statement[]])[] = [
  [/Already done in the org: (.+?)\.(?= |$)/, (list) => list.split('; ').flatMap(doneParts)],
  [
    /The deploy job (\w+) may still be running/,
    (id) => [
      { says: 'job', id },
      { says: 'not known', stage: 'metadata' },
    ],
  ],
  [/Unknown: whether the stage (\w+) finished/, (stage) => [{ says: 'not known', stage }]],
  [/keyway couldn't read the result back/, () => []],
  [/[Nn]othing was (?:changed|sent)\b/, () => [{ says: 'nothing changed' }]],
  [/Nothing to do\b/, () => [{ says: 'nothing changed' }]],
  [/^✔ Metadata +nothing to send/, () => []],
  [/; nothing to do,|^ *✔ \S+ +nothing to do/, () => [{ says: 'nothing changed' }]],
  [
    /Everything before the keys is done\./,
    () => [
      ...['metadata', 'credentials', 'assignments'].map((stage) => ({ says: 'stage done', stage }) as const),
    ],
  ],
  [
    /(\w+) was not created\b/,
    (key) => (key === 'key' ? [keyStatement('not there', 'AcmeDataKey')] : [keyStatement('not there', key)]),
  ],
  [/[Vv]erified:? +(\d+) of \1 links/, () => [{ says: 'all there' }]],
  [
    /^✖ (Metadata|Credentials|Assignments|Keys) +unknown/,
    (stage) => [{ says: 'not known', stage: stage.toLowerCase() }],
  ],
  [/The deploy job (\w+) was running and has finished: (\w+)/, (id, status) => [{ says: 'job', id, status }]],
  [/ sent an unreadable answer while .*/, () => []],
  [/Interrupted; no deploy job was sent\./, () => [{ says: 'no job' }]],
  [/An earlier run stopped before it sent its deploy job/, () => [{ says: 'no earlier job' }]],
  [
    // A fleet only reports the number of changes.
    /^ *[✔✖] \S+ +[1-9]\d* changes?, /,
    () => ['metadata', 'credentials', 'assignments'].map((stage) => ({ says: 'stage done', stage })),
  ],
  [/^ *[✔✖] .*links +(0Af\w{15})$/, (id) => [{ says: 'job', id, status: 'Succeeded' }]],
  [/^\d+ changes? made\. To undo: keyway rollback/, () => []],
  [/^Next: do what the lines marked/, () => []],
  [/Changes made so far stay in the org/, () => []],
  [
    /^✔ Metadata .*\b(0Af\w{15})\b/,
    (id) => [
      { says: 'job', id, status: 'Succeeded' },
      { says: 'stage done', stage: 'metadata' },
    ],
  ],
  [/^✔ Credentials/, () => [{ says: 'stage done', stage: 'credentials' }]],
  [/^✔ Assignments/, () => [{ says: 'stage done', stage: 'assignments' }]],
  [/^✔ Keys/, () => [{ says: 'stage done', stage: 'keys' }]],
  [
    /^✖ (Metadata|Credentials|Assignments|Keys) +failed/,
    (stage) => [{ says: 'stage failed', stage: stage.toLowerCase() }],
  ],
  [
    /^ *✖ (\w+) +(\S+(?: → \S+)?) {2,}/,
    (link, name) => {
      const fact = factOfLink(link, name);
      return fact ? [{ says: 'not there', ...fact }] : [];
    },
  ],
];

/** Words that claim something about the org. A sentence with one of them must match a pattern above. */
const claims =
  /\b(?:nothing|nobody|stays?|done|already|still running|unknown|finished|was (?:not )?(?:sent|changed|created|set|assigned))\b/i;

/** The statements in lines about an org, and the claims that no pattern matches. */
export function toldByLines(lines: readonly string[]): {
  told: readonly Told[];
  notUnderstood: readonly string[];
} {
  const told: Told[] = [];
  const notUnderstood: string[] = [];
  for (const line of lines) {
    // A plan's notes explain changes. They don't report what was done.
    if (line.startsWith('  · ')) continue;
    let rest = line;
    for (const [pattern, statementsOf] of sentences) {
      const match = pattern.exec(line);
      if (!match) continue;
      rest = rest.replace(match[0], '');
      for (const statement of statementsOf(...match.slice(1)))
        told.push({ ...statement, words: line.trim() });
    }
    if (claims.test(rest)) notUnderstood.push(line.trim());
  }
  return { told, notUnderstood };
}

/**
 * As in `metadata job 0Af… Succeeded`, `AcmeKms-KeyService set`, `A → b assigned` or `AcmeDataKey is ACTIVE
 * (version 2)`.
 */
function doneParts(part: string): readonly Statement[] {
  const job = /^metadata job (\w+) (\w+)$/.exec(part);
  if (job) return [{ says: 'job', id: job[1] ?? '', status: job[2] }];
  const key = /^(\w+) is (\w+) \(version \d+\)$/.exec(part);
  if (key) return [{ says: 'there', what: 'key', name: `${identifierOf(key[1] ?? '')} ${key[2]}` }];
  const assignment = /^(\S+ → \S+) (assigned|unassigned)$/.exec(part);
  if (assignment)
    return [
      {
        says: assignment[2] === 'assigned' ? 'there' : 'not there',
        what: 'assignment',
        name: assignment[1] ?? '',
      },
    ];
  const credential = /^(\S+) (set|replaced|deleted)$/.exec(part);
  if (credential)
    return [
      {
        says: credential[2] === 'deleted' ? 'not there' : 'there',
        what: 'credential',
        name: credential[1] ?? '',
      },
    ];
  return [];
}

function keyStatement(says: 'there' | 'not there', key: string): Statement {
  return { says, what: 'key', name: `${identifierOf(key)} ACTIVE` };
}
