import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Answer } from './keyway.ts';

/** The repository's own example. */
export const example = readFileSync('keyway.yaml', 'utf8');

/** One chain in few lines; `environments` and more can be put behind it. */
export const chain = `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication:
      protocol: Custom
    principals:
      KeyService: { type: NamedPrincipal }
namedCredentials:
  AcmeKeys:
    label: Acme keys
    url: https://kms.acme.example/v1/keys
    externalCredential: AcmeKms
permissionSets:
  AcmeKeyAccess:
    label: Acme key access
    principals: [AcmeKms-KeyService]
    assignTo: [autoproc]
`;

export const local = `environments:
  local: { targetOrg: local, default: true }
`;

/** The chain as a value that a test can change before it writes it down. */
export const chainValue = (): Answer => parse(chain);
