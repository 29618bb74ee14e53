import { expect, it } from '@jest/globals';
import { faults } from '../../scripts/reliability/faults.ts';
import type { CellResult } from '../../scripts/reliability/matrix.ts';
import { reliabilityPage } from '../../scripts/reliability/page.ts';

const result = (more: Partial<CellResult> = {}): CellResult => ({
  scenario: 'example',
  request: { server: 'org', name: 'POST /sobjects/TenantSecret', nth: 1 },
  fault: faults[0] as CellResult['fault'],
  output: 'json',
  isHit: true,
  exitCode: 1,
  milliseconds: 1000,
  untrue: [],
  notUnderstood: [],
  notConverged: [],
  ...more,
});
const page = (results: readonly CellResult[]) =>
  reliabilityPage({
    results,
    date: '2026-11-27',
    version: '1.0.0',
    minutes: 12,
    isEvery: false,
    cellCount: results.length,
    requests: { example: 56, 'fleet of three': 111 },
  });

it('counts runs, converged ones and untrue claims, and shows each failure', () => {
  const text = page([
    result(),
    result({ exitCode: 0, untrue: ['terminal: there is no job: Done | all'] }),
    result({ exitCode: null, notConverged: ['2 jobs succeeded'] }),
    result(),
  ]);
  expect(text).toContain('| Example | 4 | 75 % | 1 |');
  expect(text).toContain('| POST /sobjects/TenantSecret | 0 (1), 1 (2), killed (1) | 4 | 75 % | 1 |');
  expect(text).toContain(
    '- POST /sobjects/TenantSecret, reset before: terminal: there is no job: Done \\| all',
  );
  expect(text).toContain('- POST /sobjects/TenantSecret, reset before: 2 jobs succeeded');
  expect(page([result()])).not.toContain('What went wrong');
});
