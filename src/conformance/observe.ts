import { deploy, type Org, retrieve } from '../salesforce/index.ts';
import type { Fact, Files, Wire } from './fact.ts';

export interface Observation {
  readonly id: string;
  readonly expected: string;
  readonly seen: string;
  readonly agrees: boolean;
}

/** Asks the org for each fact in turn. What a fact makes stays in the org: only for orgs that are thrown away. */
export async function observe(org: Org, facts: readonly Fact[]): Promise<readonly Observation[]> {
  const wire: Wire = {
    org,
    deploy: (files) => firstProblem(org, files),
    retrieve: async (type, fullName, path) =>
      (await retrieve(org, new Map([[type, [fullName]]]))).files.get(path) ?? '',
  };
  const seen: Observation[] = [];
  for (const fact of facts) {
    const what = await fact.observe(wire);
    seen.push({ id: fact.id, expected: fact.expected, seen: what, agrees: what === fact.expected });
  }
  return seen;
}

const types: Readonly<Record<string, string>> = {
  certs: 'Certificate',
  externalCredentials: 'ExternalCredential',
  permissionsets: 'PermissionSet',
};

async function firstProblem(org: Org, files: Files): Promise<string | undefined> {
  const outcome = await deploy(
    org,
    new Map(Object.entries({ ...files, 'package.xml': manifest(org, files) })),
    {
      wait: 5 * 60_000,
    },
  );
  if (outcome.success) return undefined;
  return outcome.failures[0]?.problem ?? outcome.status;
}

function manifest(org: Org, files: Files): string {
  const members = Object.keys(files).filter((path) => !path.endsWith('-meta.xml'));
  const listed = members.map((path) => {
    const [folder = '', file = ''] = path.split('/');
    return `<types><members>${file.split('.')[0]}</members><name>${types[folder]}</name></types>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">${listed.join('')}<version>${org.apiVersion}</version></Package>\n`;
}
