import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Answer } from './keyway.ts';

/** The repository's example. */
export const example = readFileSync('keyway.yaml', 'utf8');

/** A small chain. `environments` and more can be appended. */
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

/** The chain as a value that a test can change and write. */
export const chainValue = (): Answer => parse(chain);
