/*
 * Counts the requests that the commands send for this repository's example, and the sequential ones among them:
 *     node scripts/count-requests.ts [--all]
 * `--all` names each request.
 */
import { exampleWithOrg } from '../test/operations/counted-example.ts';

const example = await exampleWithOrg();
try {
  for (const [what, work] of example.works) {
    const { requests, inARow } = await example.count(work);
    console.log(`${what}: ${requests.length} requests, ${inARow} in a row`);
    if (process.argv.includes('--all'))
      for (const { name, start, end } of requests)
        console.log(
          `  ${(start - (requests[0]?.start ?? 0)).toFixed(0).padStart(5)} to ${(end - (requests[0]?.start ?? 0)).toFixed(0).padStart(5)}  ${name}`,
        );
  }
} finally {
  await example.close();
}
