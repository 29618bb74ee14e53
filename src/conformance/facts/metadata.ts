import { contentOfNewCertificate } from '../../kinds/certificate/uncertain.ts';
import { certificate, permissionSet } from '../components.ts';
import type { Fact } from '../fact.ts';
import { permissionsFor } from '../needs.ts';

export const metadataFacts: readonly Fact[] = [
  {
    id: 'certificate-of-empty-content',
    sentence: 'A certificate deployed with an empty content file is made by the org.',
    source: 'assumed',
    constants: ['kinds/certificate contentOfNewCertificate'],
    expected: 'a certificate',
    needs: [permissionsFor('certificates')],
    async observe({ deploy, retrieve }) {
      const problem = await deploy(certificate('KwConfCertificate', contentOfNewCertificate));
      if (problem !== undefined) return `refused: ${problem}`;
      const text = await retrieve('Certificate', 'KwConfCertificate', 'certs/KwConfCertificate.crt');
      return text.includes('-----BEGIN CERTIFICATE-----') ? 'a certificate' : 'no certificate';
    },
  },
  {
    id: 'grant-of-a-missing-principal',
    sentence:
      'A permission set that names a principal that is not there is refused, and these are the words.',
    source: 'assumed',
    constants: ['local/salesforce missingReference', 'local/salesforce PRINCIPAL_REFERENCE_TYPE'],
    expected:
      'In field: externalCredentialPrincipal - no ExternalCredentialParameter named KwConfNone-Nobody found',
    changes: 'nothing',
    async observe({ deploy }) {
      return (await deploy(permissionSet('KwConfNobody', 'KwConfNone-Nobody'))) ?? 'accepted';
    },
  },
  {
    id: 'beginning-of-parse-errors',
    sentence: 'A file that is no XML is refused in words that begin so.',
    source: 'assumed',
    constants: ['local/salesforce PARSE_ERROR_PREFIX'],
    expected: 'Error parsing file: ',
    changes: 'nothing',
    async observe({ deploy }) {
      const problem = await deploy({ 'permissionsets/KwConfBroken.permissionset': '<PermissionSet>' });
      if (problem === undefined) return 'accepted';
      return /^Error parsing file: /.exec(problem)?.[0] ?? problem;
    },
  },
];
