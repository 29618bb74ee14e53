// Asks a local org for every fact of src/conformance and prints what it says; fails where it disagrees.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { facts } from '../src/conformance/facts/index.ts';
import { observe } from '../src/conformance/observe.ts';
import { createLocalOrg } from '../src/local/salesforce/index.ts';
import { connect } from '../src/salesforce/index.ts';

const stateDir = await mkdtemp(join(tmpdir(), 'keyway-conformance-'));
const local = await createLocalOrg();
try {
  const target = { kind: 'token' as const, instanceUrl: local.url, accessToken: local.accessToken };
  const org = await connect(target, { apiVersion: '66.0', stateDir });
  try {
    const seen = await observe(org, facts);
    for (const { id, expected, seen: what, agrees } of seen) {
      process.stdout.write(`${agrees ? 'agrees' : 'DISAGREES'}  ${id}: ${what}\n`);
      if (!agrees) process.stdout.write(`           expected: ${expected}\n`);
    }
    if (seen.some(({ agrees }) => !agrees)) process.exitCode = 1;
  } finally {
    await org.close();
  }
} finally {
  await local.close();
  await rm(stateDir, { recursive: true, force: true });
}
