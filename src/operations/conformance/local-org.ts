import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CipherTrust, openCipherTrust } from '../../ciphertrust/connection.ts';
import type { LocalOrgFacts } from '../../conformance/local-orgs.ts';
import { writeWholeFile } from '../../errors/write-file.ts';
import { connect, type Org } from '../../salesforce/index.ts';
import { startLocalOrg, startLocalOrgWithCipherTrust } from '../local-org.ts';

/** Runs a function with a temporary local org for these facts. Also starts a CipherTrust if a fact needs one. */
export async function withLocalOrg<T>(
  { facts, localOrg }: LocalOrgFacts,
  options: { readonly apiVersion: string; readonly signal?: AbortSignal | undefined },
  work: (org: Org, cipherTrust: CipherTrust | undefined) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'keyway-conformance-'));
  const stateDir = join(folder, 'local-org');
  const seed = join(folder, 'seed.json');
  writeWholeFile(seed, JSON.stringify(localOrg));
  const both = facts.some(({ asks }) => asks === 'localCipherTrust')
    ? await startLocalOrgWithCipherTrust({ stateDir, seed })
    : undefined;
  const local = both?.org ?? (await startLocalOrg({ stateDir, seed }));
  const cipherTrust = both && openCipherTrust({ ...both.cipherTrust, login: () => both.cipherTrust });
  try {
    const target = { kind: 'token' as const, instanceUrl: local.url, accessToken: local.accessToken };
    const org = await connect(target, { ...options, stateDir });
    try {
      return await work(org, cipherTrust);
    } finally {
      await org.close();
    }
  } finally {
    cipherTrust?.close();
    await both?.cipherTrust.close();
    await local.close();
    await rm(folder, { recursive: true, force: true });
  }
}
