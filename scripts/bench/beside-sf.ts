import { cpSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stop } from '../../test/local/salesforce/started.ts';
import { newHome } from './home.ts';
import { measureInTurn, time } from './measure.ts';

/* Runs the same jobs with keyway and with the `sf` CLI in turn, against one local org in a separate process. */

const config = `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Custom }
    principals: { KeyService: { type: NamedPrincipal, credentials: { ApiKey: "\${env:API_KEY}" } } }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: https://kms.acme.example, externalCredential: AcmeKms }
permissionSets:
  AcmeKeyAccess: { label: Acme key access, principals: [AcmeKms-KeyService], assignTo: [autoproc] }
environments:
  bench: { targetOrg: bench, default: true }
`;

const assign = `Id set = [SELECT Id FROM PermissionSet WHERE Name = 'AcmeKeyAccess'].Id;
Id user = [SELECT Id FROM User WHERE Alias = 'autoproc'].Id;
insert new PermissionSetAssignment(PermissionSetId = set, AssigneeId = user);
`;

const credential = JSON.stringify({
  authenticationProtocol: 'Custom',
  credentials: { ApiKey: { encrypted: true, value: 'bench' } },
  externalCredential: 'AcmeKms',
  principalName: 'KeyService',
  principalType: 'NamedPrincipal',
});

export interface Times {
  readonly [name: string]: number;
}

/** Medians in milliseconds for each job with `keyway …` and `sf …`. */
export async function besideSf(main: string, sf: string, runs: number): Promise<Times> {
  const { project, command, newOrg } = newHome({ API_KEY: 'bench', SF_TARGET_ORG: 'bench' });
  writeFileSync(join(project, 'keyway.yaml'), config);
  cpSync(resolve('sfdx-project.json'), join(project, 'sfdx-project.json'));
  writeFileSync(join(project, 'assign.apex'), assign);
  writeFileSync(join(project, 'credential.json'), credential);
  const keyway = (...args: string[]) => time(command(main, ...args));
  const sfCli = (...args: string[]) => time(command(sf, ...args));
  /** A job on an empty org. */
  const onNewOrg = async (job: () => number) => {
    const org = await newOrg('bench');
    try {
      return job();
    } finally {
      await stop(org.child);
    }
  };
  keyway('render');
  const wholeJobBySf = () =>
    sfCli('project', 'deploy', 'start', '--source-dir', 'force-app', '--json') +
    sfCli('apex', 'run', '--file', 'assign.apex', '--json') +
    sfCli('api', 'request', 'rest', credentialPath, '--method', 'POST', '--body', '@credential.json') +
    sfCli('project', 'retrieve', 'start', '--source-dir', 'force-app', '--json');
  const whole = await measureInTurn(
    {
      'keyway whole job': () => onNewOrg(() => keyway('deploy', '--json')),
      'sf whole job': () => onNewOrg(wholeJobBySf),
    },
    runs,
  );
  const org = await newOrg('bench');
  try {
    keyway('deploy', '--json');
    const manifest = ['project', 'generate', 'manifest', '--source-dir', 'force-app', '--output-dir', 'out'];
    const rest = await measureInTurn(
      {
        'keyway nothing to do': () => keyway('deploy', '--json'),
        'sf nothing to do': () => sfCli('project', 'deploy', 'start', '--source-dir', 'force-app', '--json'),
        'keyway validate': () => keyway('validate'),
        'keyway render': () => keyway('render'),
        'sf generate manifest': () => sfCli(...manifest),
        'keyway --help': () => keyway('--help'),
        'sf --help': () => sfCli('--help'),
        'bare node': () => time(command('-e', '0')),
      },
      runs,
    );
    return { ...whole, ...rest };
  } finally {
    await stop(org.child);
  }
}

const credentialPath = '/services/data/v66.0/named-credentials/credential';
