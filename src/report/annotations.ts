import { relative, resolve, sep } from 'node:path';
import type { Problem } from '../config/problems.ts';
import { printable, printForRunner } from './terminal.ts';

/*
 * Problems in formats that code hosts show at the lines of a file: workflow commands of GitHub Actions ("Workflow
 * commands for GitHub Actions", error and warning), SARIF 2.1.0 (OASIS), and GitLab's Code Quality report ("Code
 * Quality", report format).
 */

/** Prints problems as annotations for GitHub Actions. Does nothing elsewhere. */
export function annotate(problems: readonly Problem[], environment = process.env): void {
  if (environment.GITHUB_ACTIONS !== 'true') return;
  for (const problem of problems) printForRunner(workflowCommand(problem, environment.GITHUB_WORKSPACE));
}

/** As in `::error file=keyway.yaml,line=3,col=5,title=keyway::unknown field …`. */
export function workflowCommand({ severity, at, message }: Problem, root?: string): string {
  const file = property(pathFrom(root, at.file));
  return `::${severity} file=${file},line=${at.line},col=${at.column},title=keyway::${data(printable(message))}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A SARIF log of one run, for code scanning. */
export function sarif(problems: readonly Problem[], version: string): string {
  const results = problems.map(({ severity, at, message }) => ({
    ruleId: 'ConfigInvalid',
    level: severity,
    message: { text: printable(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(pathFrom(undefined, at.file)) },
          region: { startLine: at.line, startColumn: at.column },
        },
      },
    ],
  }));
  const rules = [
    { id: 'ConfigInvalid', shortDescription: { text: 'The config must be valid in every environment.' } },
  ];
  const driver = { name: 'keyway', version, rules };
  return json({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  });
}

/** GitLab's Code Quality report. A merge request shows new and fixed problems. */
export async function codeQuality(problems: readonly Problem[]): Promise<string> {
  const { createHash } = await import('node:crypto');
  return json(
    problems.map(({ severity, at, message }) => {
      const path = pathFrom(undefined, at.file);
      // Without the line, so that a problem that moves stays the same.
      const fingerprint = createHash('sha256').update(`${path}\0${severity}\0${message}`).digest('hex');
      return {
        description: printable(message),
        check_name: 'keyway',
        fingerprint,
        severity: severity === 'error' ? 'major' : 'minor',
        location: { path, lines: { begin: at.line } },
      };
    }),
  );
}

/** A file's path in the repository, with slashes, relative to the root; default root: the working folder. */
function pathFrom(root: string | undefined, file: string): string {
  return relative(root ?? process.cwd(), resolve(file)).replaceAll(sep, '/');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
