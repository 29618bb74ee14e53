import { describe, expect, it } from '@jest/globals';
import { codeQuality, sarif, workflowCommand } from '../../src/report/annotations.ts';

const problem = {
  severity: 'error' as const,
  at: { file: 'orgs/keyway.yaml', line: 12, column: 7 },
  message: 'unknown field "lable"; did you mean label?',
};

describe('an annotation of GitHub Actions', () => {
  it('names file, line and column', () => {
    expect(workflowCommand(problem)).toBe(
      '::error file=orgs/keyway.yaml,line=12,col=7,title=keyway::unknown field "lable"; did you mean label?',
    );
  });

  it('names the file relative to the repository', () => {
    expect(workflowCommand(problem, `${process.cwd()}/..`)).toMatch(
      /^::error file=[^/]+\/orgs\/keyway\.yaml,/,
    );
  });

  it('stays one command, whatever a config contains', () => {
    const at = { ...problem.at, file: 'a,line=1::b\n.yaml' };
    const command = workflowCommand({ ...problem, at, message: '100%\r\n::add-mask::x\u001B[2J' });
    expect(command).toBe(
      '::error file=a%2Cline=1%3A%3Ab\\u{a}.yaml,line=12,col=7,title=keyway::100%25\\u{d}\\u{a}::add-mask::x\\u{1b}[2J',
    );
  });
});

describe('SARIF', () => {
  it('has a result for each problem, at its place', () => {
    const log = JSON.parse(sarif([problem, { ...problem, severity: 'warning' }], '1.2.3'));
    expect(log).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { version: '1.2.3' } } }] });
    expect(log.runs[0].results).toMatchObject([
      {
        ruleId: 'ConfigInvalid',
        level: 'error',
        message: { text: problem.message },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'orgs/keyway.yaml' },
              region: { startLine: 12, startColumn: 7 },
            },
          },
        ],
      },
      { level: 'warning' },
    ]);
  });

  it('is complete without a problem, so that old ones are closed', () => {
    expect(JSON.parse(sarif([], '1.2.3')).runs).toMatchObject([{ results: [] }]);
  });
});

describe('the Code Quality report', () => {
  it('has the same fingerprint for a problem that moves, and another for another one', async () => {
    const moved = { ...problem, at: { ...problem.at, line: 13 } };
    const [first, second, third] = JSON.parse(
      await codeQuality([problem, moved, { ...problem, message: 'other' }]),
    );
    expect(first).toMatchObject({
      check_name: 'keyway',
      severity: 'major',
      location: { path: 'orgs/keyway.yaml', lines: { begin: 12 } },
    });
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(third.fingerprint).not.toBe(first.fingerprint);
  });
});
