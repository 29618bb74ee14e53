import { type CckmCertificate, listCertificates } from '../../ciphertrust/certificates.ts';
import type { CipherTrust } from '../../ciphertrust/connection.ts';
import {
  type CckmEndpoint,
  changeEndpointLogin,
  createEndpoint,
  type EndpointLogin,
  listEndpoints,
} from '../../ciphertrust/endpoints.ts';
import { ensureOrganization } from '../../ciphertrust/ensure.ts';
import { synchronize, type WaitOptions } from '../../ciphertrust/jobs.ts';
import { collect } from '../../ciphertrust/list.ts';
import { type CckmOrganization, isSameOrgId, listOrganizations } from '../../ciphertrust/organizations.ts';
import { isAnswerLost } from '../../errors/answer-lost.ts';
import { KeywayError } from '../../errors/index.ts';
import { withoutSecrets } from '../../errors/redact.ts';
import {
  certificateOf,
  endpointName,
  endpointOf,
  type WantedCipherTrust,
  type WantedEndpoint,
} from './wanted.ts';

/*
 * Changes in CipherTrust. Each function looks for the object before it creates it, and again after a lost answer,
 * so that nothing is created twice.
 */

/** Registers an org in CipherTrust, through an existing connection to it. */
export async function applyOrganization(
  cipherTrust: CipherTrust,
  { connection, orgId }: { readonly connection: string; readonly orgId: string },
): Promise<CckmOrganization> {
  try {
    return (await ensureOrganization(cipherTrust, { connection, orgId })).value;
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    const all = await collect(listOrganizations(cipherTrust)).catch(() => []);
    const made = all.find((one) => isSameOrgId(one.orgId, orgId));
    if (made) return made;
    throw error;
  }
}

/** Creates the endpoint that an org fetches keys from, or replaces its login. */
export async function applyEndpoint(
  cipherTrust: CipherTrust,
  organization: CckmOrganization,
  wanted: WantedEndpoint,
  login: EndpointLogin,
): Promise<CckmEndpoint> {
  try {
    return await sendEndpoint(cipherTrust, organization, wanted, login);
  } catch (error) {
    // The answer may repeat what was sent, so it isn't shown.
    if (!(error instanceof KeywayError)) throw error;
    const message = withoutSecrets(error.message, [login.password]);
    if (message === error.message) throw error;
    const { code, actions, exitCode } = error;
    // No `cause`, because it repeats the request too.
    throw new KeywayError(code, message, { actions, exitCode });
  }
}

async function sendEndpoint(
  cipherTrust: CipherTrust,
  organization: CckmOrganization,
  wanted: WantedEndpoint,
  login: EndpointLogin,
): Promise<CckmEndpoint> {
  const { orgId } = organization;
  const find = async () => {
    const endpoints = await collect(listEndpoints(cipherTrust));
    const isOurs = (one: CckmEndpoint) =>
      one.organization === organization.id || isSameOrgId(one.organization, orgId);
    return endpointOf(wanted, { orgId, endpoints: endpoints.filter(isOurs) });
  };
  const existing = await find();
  if (existing) return changeEndpointLogin(cipherTrust, existing.id, login);
  const { hostname } = wanted;
  try {
    return await createEndpoint(cipherTrust, { name: endpointName(orgId), hostname, organization, login });
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    const made = await find().catch(() => undefined);
    if (made) return made;
    throw error;
  }
}

/**
 * Finds the certificates that keys are wrapped for, by developer name. Synchronizes first if the org has just
 * created one.
 * @throws KeywayError `CipherTrustCertificateUnknown`
 */
export async function applyCertificates(
  cipherTrust: CipherTrust,
  organization: CckmOrganization,
  wanted: WantedCipherTrust['certificates'],
  options: WaitOptions,
): Promise<ReadonlyMap<string, CckmCertificate>> {
  const find = async () => {
    const certificates = (await collect(listCertificates(cipherTrust))).filter(
      (one) => one.organization === organization.id || isSameOrgId(one.organization, organization.orgId),
    );
    return new Map(
      wanted.flatMap((one) => {
        const found = certificateOf(one, certificates);
        return found ? [[one.name, found] as const] : [];
      }),
    );
  };
  const known = await find();
  if (known.size === wanted.length) return known;
  await synchronize(cipherTrust, 'certificates', [organization.id], options);
  const found = await find();
  const missing = wanted.filter(({ name }) => !found.has(name)).map(({ name }) => name);
  if (missing.length === 0) return found;
  throw new KeywayError(
    'CipherTrustCertificateUnknown',
    `CipherTrust at ${cipherTrust.host} has no certificate ${missing.join(', ')} of ${organization.name} (${organization.orgId}), even after a synchronization.`,
    {
      actions: [
        'To see what it has: keyway cckm certificates',
        'To see what the org has: keyway certificate list',
        'Run the same command again: it does only what is missing.',
      ],
    },
  );
}
