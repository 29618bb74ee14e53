import { contentOfNewCertificate } from '../../kinds/certificate/uncertain.ts';
import { certificate, permissionSet } from '../components.ts';
import type { Fact } from '../fact.ts';
import { permissionsFor } from '../needs.ts';

export const metadataFacts: readonly Fact[] = [
  {
    id: 'certificate-of-empty-content',
    sentence: 'The org makes the certificate if its content file is empty.',
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
    sentence: 'The org rejects a permission set that grants a missing principal, with these words.',
    source: 'assumed',
    constants: ['local/salesforce missingReference', 'local/salesforce PRINCIPAL_REFERENCE_TYPE'],
    needs: [permissionsFor('permissionSets')],
    expected:
      'In field: externalCredentialPrincipal - no ExternalCredentialParameter named KwConfNone-Nobody found',
    changes: 'nothing',
    async observe({ deploy }) {
      return (await deploy(permissionSet('KwConfNobody', 'KwConfNone-Nobody'))) ?? 'accepted';
    },
  },
  {
    id: 'beginning-of-parse-errors',
    sentence: "The error for a file that isn't well-formed XML starts with these words.",
    source: 'assumed',
    constants: ['local/salesforce PARSE_ERROR_PREFIX'],
    needs: [permissionsFor('permissionSets')],
    expected: 'Error parsing file: ',
    changes: 'nothing',
    async observe({ deploy }) {
      const problem = await deploy({ 'permissionsets/KwConfBroken.permissionset': '<PermissionSet>' });
      if (problem === undefined) return 'accepted';
      return /^Error parsing file: /.exec(problem)?.[0] ?? problem;
    },
  },
];
