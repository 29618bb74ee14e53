import { expect, it, jest } from '@jest/globals';
import { cellsOf, requestsOf, runCells, withTestbeds } from '../../scripts/reliability/matrix.ts';
import { changesOrg } from '../../scripts/reliability/request-name.ts';
import { drawSample } from '../../scripts/reliability/sample.ts';
import { main } from './keyway.ts';

/** Only requests that change an org, where a fault does the most harm. `npm run reliability` tests all. */
const runs = 6;

/** Takes 20 seconds on an idle machine. Each run starts two processes. */
jest.setTimeout(180_000);

it(`converges after a fault in a request that changes the org, and says nothing untrue (${runs} of the matrix)`, async () => {
  await withTestbeds('example', main, 2, async (testbeds) => {
    const [testbed] = testbeds;
    if (!testbed) throw new Error('no testbed');
    const requests = await requestsOf(testbed);
    const cells = cellsOf(
      'example',
      requests.filter(({ name }) => changesOrg(name)),
    );
    expect(cells.length).toBeGreaterThan(50);
    for (const result of await runCells(drawSample(cells, runs, 20261127), testbeds)) {
      const { request, fault, isHit, untrue, notUnderstood, notConverged: problems } = result;
      const cell = `${fault.name} at ${request.name}`;
      expect({ cell, isHit, untrue, notUnderstood, problems }).toEqual({
        cell,
        isHit: true,
        untrue: [],
        notUnderstood: [],
        problems: [],
      });
    }
  });
});

it('reports on the terminal what was done in each org of a fleet after Ctrl-C', async () => {
  await withTestbeds('fleet of three', main, 1, async (testbeds) => {
    const request = {
      server: 'acme-2',
      name: 'POST /services/Soap/m: readMetadata ExternalCredential',
      nth: 2,
    };
    const cells = cellsOf('fleet of three', [request])
      .filter(({ fault }) => fault.name === 'SIGINT')
      .map((cell) => ({ ...cell, output: 'terminal' as const }));
    expect(await runCells(cells, testbeds)).toMatchObject([
      { isHit: true, exitCode: 130, untrue: [], notUnderstood: [], notConverged: [] },
    ]);
  });
});
