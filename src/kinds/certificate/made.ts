import { parseCertificate } from '../../keys/key-certificate.ts';
import {
  type Org,
  type OrgCertificate,
  readCertificateChain,
  readCertificates,
} from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import type { Session } from '../session.ts';
import { describeOwners } from './uses.ts';

/** Describes newly created certificates, so that the people who receive them can recognise them. */
export async function describeNewCertificates(
  { org, config }: Pick<Session, 'config' | 'org'>,
  changes: readonly Change[],
): Promise<readonly string[]> {
  const names = changes
    .filter(({ type, action }) => type === 'Certificate' && action === 'create')
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const listed = readCertificates(org);
  listedAfterJobs.set(org, listed);
  // For information only. The deploy stays successful even if a certificate can't be read.
  const found = await Promise.all(
    names.map((name) => readChainDigest(org, name, listed).catch(() => undefined)),
  );
  return found.flatMap((one) =>
    one
      ? [
          `Certificate ${one.name}${describeOwners(config, one.name)}: SHA-256 of its chain ${one.chainSha256}`,
        ]
      : [],
  );
}

/** A deploy changes no certificate after its jobs, so the verification can reuse a list that was read then. */
const listedAfterJobs = new WeakMap<Org, Promise<readonly OrgCertificate[]>>();

export async function certificatesAfterJobs(org: Org): Promise<readonly OrgCertificate[]> {
  const listed = await listedAfterJobs.get(org)?.catch(() => undefined);
  return listed ?? readCertificates(org);
}

/** Undefined if there is no chain yet: a request that an authority still has to sign. */
export async function readChainDigest(
  org: Org,
  name: string,
  listed: Promise<readonly OrgCertificate[]> = readCertificates(org),
): Promise<{ readonly name: string; readonly chainSha256: string } | undefined> {
  const row = (await listed).find((one) => one.name === name);
  if (row === undefined || row.expiresAt === undefined) return undefined;
  const { chainSha256 } = parseCertificate(await readCertificateChain(org, row.id));
  return { name, chainSha256 };
}
