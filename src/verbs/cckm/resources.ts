import {
  type CckmCertificate,
  getCertificate,
  listCertificates,
  removeCertificate,
} from '../../cckm/certificates.ts';
import {
  type CckmEndpoint,
  createEndpoint,
  endpointUrl,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
} from '../../cckm/endpoints.ts';
import { ensureOrganization } from '../../cckm/ensure.ts';
import {
  type CckmIssuer,
  createIssuer,
  getIssuer,
  listIssuers,
  type NewIssuer,
  removeIssuer,
} from '../../cckm/issuers.ts';
import { synchronize } from '../../cckm/jobs.ts';
import { collect } from '../../cckm/list.ts';
import { type CckmNamedCredential, listNamedCredentials } from '../../cckm/named-credentials.ts';
import {
  type CckmOrganization,
  changeOrganization,
  type FoundOrganization,
  findOrganizations,
  isSameOrgId,
  listOrganizations,
  organizationNamed,
  removeOrganization,
} from '../../cckm/organizations.ts';
import {
  type CckmReport,
  createReport,
  downloadReport,
  getReport,
  listReports,
  type NewReport,
  type ReportRow,
  removeReport,
  reportRows,
} from '../../cckm/reports.ts';
import { KeywayError } from '../../errors.ts';
import { type CckmConsentOptions, requireCckmConsent } from './consent.ts';
import {
  type CipherTrustPlace,
  type CipherTrustSession,
  inCipherTrust,
  requireReference,
  resolved,
} from './session.ts';

/*
 * What CipherTrust keeps for orgs, beside keys: one function a resource, which is told what to do.
 */

/** Checks the login; nothing is stored. */
export function cckmLogin(place: CipherTrustPlace) {
  return inCipherTrust(place, async ({ cipherTrust }) => {
    await cipherTrust.login();
    return { loggedIn: true };
  });
}

interface OrganizationOptions extends CipherTrustPlace, CckmConsentOptions {
  readonly action: 'list' | 'find' | 'get' | 'add' | 'change' | 'delete';
  /** Id or name. */
  readonly name?: string | undefined;
  readonly connection?: string | undefined;
}

export function cckmOrganizations(options: OrganizationOptions) {
  const { action } = options;
  return inCipherTrust(options, async (session) => {
    const { cipherTrust } = session;
    const connection = () => needed(options.connection ?? session.settings.connection, '--connection');
    const named = () =>
      organizationNamed(cipherTrust, needed(options.name, 'the id or name of an organization'));
    const all = async (): Promise<readonly (CckmOrganization | FoundOrganization)[]> => {
      switch (action) {
        case 'list':
          return collect(listOrganizations(cipherTrust));
        case 'find':
          return findOrganizations(cipherTrust, connection());
        case 'get':
          return [await named()];
        case 'add':
          return [
            (await ensureOrganization(cipherTrust, { connection: connection(), orgId: options.name })).value,
          ];
        case 'change':
          return [await changeOrganization(cipherTrust, (await named()).id, { connection: connection() })];
        case 'delete': {
          const organization = await named();
          await requireRemoval(`organization ${organization.name} (${organization.orgId})`, options);
          await removeOrganization(cipherTrust, organization.id);
          return [organization];
        }
      }
    };
    return { organizations: await all() };
  });
}

interface CertificateOptions extends CipherTrustPlace, CckmConsentOptions {
  readonly action: 'list' | 'get' | 'delete';
  readonly name?: string | undefined;
  readonly organization?: string | undefined;
  /** First brings what CipherTrust knows to what the orgs have. */
  readonly synchronize?: boolean | undefined;
}

export function cckmCertificates(options: CertificateOptions) {
  return inCipherTrust(options, async ({ cipherTrust, settings }) => {
    const wanted = options.organization ?? settings.organization;
    const organization = wanted === undefined ? undefined : await organizationNamed(cipherTrust, wanted);
    if (options.synchronize)
      await synchronize(cipherTrust, 'certificates', organization ? [organization.id] : [], options);
    if (options.action === 'list') {
      const all = await collect(listCertificates(cipherTrust));
      const certificates = all.filter(
        (one) =>
          organization === undefined ||
          one.organization === organization.id ||
          isSameOrgId(one.organization, organization.orgId),
      );
      return { certificates };
    }
    const certificate = await getCertificate(cipherTrust, needed(options.name, 'the id of a certificate'));
    if (options.action === 'delete') {
      await requireRemoval(`certificate ${certificate.name}`, options);
      await removeCertificate(cipherTrust, certificate.id);
    }
    return { certificates: [certificate] as readonly CckmCertificate[] };
  });
}

interface EndpointOptions extends CipherTrustPlace, CckmConsentOptions {
  readonly action: 'list' | 'get' | 'create' | 'delete';
  readonly name?: string | undefined;
  readonly organization?: string | undefined;
  /** Default CipherTrust's own. */
  readonly hostname?: string | undefined;
  /** References to the login that the named credential sends. */
  readonly endpointUsernameFrom?: string | undefined;
  readonly endpointPasswordFrom?: string | undefined;
}

/** An endpoint and what the URL of a named credential must be for it. */
export type EndpointWithUrl = CckmEndpoint & { readonly url: string };

export function cckmEndpoints(options: EndpointOptions) {
  return inCipherTrust(options, async (session) => {
    const { cipherTrust } = session;
    const one = () => getEndpoint(cipherTrust, needed(options.name, 'the id of an endpoint'));
    const all = async (): Promise<readonly CckmEndpoint[]> => {
      switch (options.action) {
        case 'list':
          return collect(listEndpoints(cipherTrust));
        case 'get':
          return [await one()];
        case 'create':
          return [await makeEndpoint(session, options)];
        case 'delete': {
          const endpoint = await one();
          await requireRemoval(`endpoint ${endpoint.name}: keys can no longer be fetched from it`, options);
          await removeEndpoint(cipherTrust, endpoint.id);
          return [endpoint];
        }
      }
    };
    const endpoints = (await all()).map(
      (endpoint): EndpointWithUrl => ({ ...endpoint, url: endpointUrl(endpoint) }),
    );
    return { endpoints };
  });
}

async function makeEndpoint(session: CipherTrustSession, options: EndpointOptions): Promise<CckmEndpoint> {
  const { cipherTrust, settings, sources } = session;
  const secret = (text: string | undefined, flag: string, what: string): string => {
    const reference = needed(text, flag);
    requireReference(reference);
    return resolved(reference, what, sources);
  };
  const name = needed(options.name, 'a name for the endpoint');
  const wanted = needed(options.organization ?? settings.organization, '--organization');
  const login = {
    username: secret(options.endpointUsernameFrom, '--endpoint-username-from', "endpoint's user"),
    password: secret(options.endpointPasswordFrom, '--endpoint-password-from', "endpoint's password"),
  };
  const organization = await organizationNamed(cipherTrust, wanted);
  const existing = (await collect(listEndpoints(cipherTrust))).find((endpoint) => endpoint.name === name);
  // Names are unique: run again after a lost answer, the one that was made is found.
  if (existing && [organization.id, organization.orgId].includes(existing.organization)) return existing;
  return createEndpoint(cipherTrust, {
    name,
    hostname: options.hostname ?? cipherTrust.host,
    organization,
    login,
  });
}

interface IssuerOptions extends CipherTrustPlace, CckmConsentOptions, Partial<NewIssuer> {
  readonly action: 'list' | 'get' | 'create' | 'delete';
}

export function cckmIssuers(options: IssuerOptions) {
  return inCipherTrust(options, async ({ cipherTrust }) => {
    const one = () => getIssuer(cipherTrust, needed(options.name, 'the id of an issuer'));
    const all = async (): Promise<readonly CckmIssuer[]> => {
      switch (options.action) {
        case 'list':
          return collect(listIssuers(cipherTrust));
        case 'get':
          return [await one()];
        case 'create': {
          const { issuer, jwksUri, openidConfigUrl } = options;
          const name = needed(options.name, 'a name for the issuer');
          return [await createIssuer(cipherTrust, { name, issuer, jwksUri, openidConfigUrl })];
        }
        case 'delete': {
          const issuer = await one();
          await requireRemoval(`issuer ${issuer.name}`, options);
          await removeIssuer(cipherTrust, issuer.id);
          return [issuer];
        }
      }
    };
    return { issuers: await all() };
  });
}

export function cckmNamedCredentials(
  options: CipherTrustPlace & { readonly organization?: string | undefined },
) {
  return inCipherTrust(options, async ({ cipherTrust, settings }) => {
    const wanted = needed(options.organization ?? settings.organization, '--organization');
    const organization = await organizationNamed(cipherTrust, wanted);
    const namedCredentials: readonly CckmNamedCredential[] = await listNamedCredentials(
      cipherTrust,
      organization,
    );
    return { namedCredentials };
  });
}

interface ReportOptions extends CipherTrustPlace, CckmConsentOptions, Partial<NewReport> {
  readonly action: 'list' | 'get' | 'create' | 'contents' | 'download' | 'delete';
}

export function cckmReports(options: ReportOptions) {
  return inCipherTrust(options, async ({ cipherTrust }) => {
    const id = () => needed(options.name, 'the id of a report');
    const result = (more: { reports?: readonly CckmReport[]; rows?: readonly ReportRow[]; csv?: string }) =>
      more;
    switch (options.action) {
      case 'list':
        return result({ reports: await collect(listReports(cipherTrust)) });
      case 'get':
        return result({ reports: [await getReport(cipherTrust, id())] });
      case 'create': {
        const name = needed(options.name, 'a name for the report');
        const { start, end } = options;
        return result({ reports: [await createReport(cipherTrust, { name, start, end })] });
      }
      case 'contents':
        return result({ rows: await collect(reportRows(cipherTrust, id())) });
      case 'download':
        return result({ csv: await downloadReport(cipherTrust, id()) });
      case 'delete': {
        const report = await getReport(cipherTrust, id());
        await requireRemoval(`report ${report.name}`, options);
        await removeReport(cipherTrust, report.id);
        return result({ reports: [report] });
      }
    }
  });
}

function requireRemoval(what: string, options: CckmConsentOptions): Promise<void> {
  return requireCckmConsent(
    { question: `Delete ${what} from CipherTrust?`, risks: [], about: what },
    options,
  );
}

/** @throws KeywayError `UsageWrong` */
function needed(value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw new KeywayError('UsageWrong', `This needs ${what}.`, {
    actions: ['keyway cckm --help shows what each takes.'],
  });
}
