import { KeywayError } from '../../errors/index.ts';
import { parseCertificate } from '../../keys/key-certificate.ts';
import {
  type Org,
  type OrgCertificate,
  readCertificateChain,
  readCertificates,
} from '../../salesforce/index.ts';
import type { Change } from '../change.ts';
import { componentKey } from '../compare.ts';
import { readComponents } from '../read-components.ts';
import type { Session } from '../session.ts';
import { describeOwners } from './uses.ts';

/**
 * Describes newly created certificates, so that the people who receive them can recognise them.
 * @throws KeywayError `CertificateNotMade` if the org accepted the deploy but has no such certificate
 */
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
  await requireMade(org, names, listed);
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

/** The list may be incomplete for this user, so the metadata decides. */
async function requireMade(
  org: Org,
  names: readonly string[],
  listed: Promise<readonly OrgCertificate[]>,
): Promise<void> {
  const known = await listed.catch(() => []);
  const unlisted = names.filter((name) => !known.some((one) => one.name === name));
  if (unlisted.length === 0) return;
  const wanted = unlisted.map((fullName) => ({ type: 'Certificate' as const, fullName }));
  const read = await readComponents(org, wanted);
  const missing = unlisted.filter((name) => !read.has(componentKey('Certificate', name)));
  if (missing.length === 0) return;
  throw new KeywayError(
    'CertificateNotMade',
    `The org accepted the deploy, but has no certificate ${missing.join(', ')}.`,
    {
      actions: [
        "keyway sends an empty content file and assumes that the org then makes the certificate. Salesforce doesn't document this.",
        `Create ${missing.join(', ')} in Setup, Certificate and Key Management, with 4096 bits and a private key that isn't exportable. Then run this again.`,
      ],
      data: { certificates: missing },
    },
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
