import { describe, expect, it } from '@jest/globals';
import { createLocalOrg } from '../../src/local/salesforce/index.ts';
import { deploy } from '../../src/operations/deploy.ts';
import { verify } from '../../src/operations/verify.ts';
import { type Answer, rewritingProxy } from './rewriting-proxy.ts';
import { setEnvironment, undoAfterTest, workspace } from './workspace.ts';

const config = `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication: { protocol: Custom }
    principals: { KeyService: { type: NamedPrincipal } }
permissionSets:
  AcmeKeyAccess: { label: Keys, principals: [AcmeKms-KeyService], assignTo: [autoproc], exclusive: true }
`;

/** The result of verify for `exclusive` in an org that hides something. */
async function exclusiveWhere(rewrite: (answer: Answer) => void) {
  const org = await createLocalOrg();
  undoAfterTest(() => org.close());
  setEnvironment({ SF_ACCESS_TOKEN: org.accessToken, SF_ORG_INSTANCE_URL: org.url });
  const { config: file } = workspace(config);
  await deploy({ config: file });
  const proxy = await rewritingProxy(org.url, rewrite);
  undoAfterTest(() => proxy.close());
  setEnvironment({ SF_ACCESS_TOKEN: org.accessToken, SF_ORG_INSTANCE_URL: proxy.url });
  const { checks } = await verify({ config: file });
  return checks.find(({ link }) => link === 'Exclusive');
}

const noRows = JSON.stringify({ totalSize: 0, done: true, records: [] });
const asks = (answer: Answer, object: string) => answer.path.includes(`FROM ${object} `);

describe('exclusive, in an org that shows only a part', () => {
  it('passes through a proxy that changes nothing', async () => {
    expect(await exclusiveWhere(() => {})).toMatchObject({ ok: true });
  });

  const hidden: readonly (readonly [string, (answer: Answer) => void])[] = [
    [
      'SetupEntityAccess has no rows',
      (answer) => {
        if (asks(answer, 'SetupEntityAccess')) answer.body = noRows;
      },
    ],
    [
      'PermissionSetAssignment has no rows of holders',
      (answer) => {
        if (asks(answer, 'PermissionSetAssignment') && answer.path.includes('PermissionSetId IN'))
          answer.body = noRows;
      },
    ],
    [
      'the external credential has no principals',
      (answer) => {
        if (!/external-credentials\/AcmeKms/.test(answer.path)) return;
        answer.body = JSON.stringify({ ...JSON.parse(answer.body), principals: [] });
      },
    ],
    [
      'the external credential is not found',
      (answer) => {
        if (!/external-credentials\/AcmeKms/.test(answer.path)) return;
        answer.status = 404;
        answer.body = JSON.stringify([{ errorCode: 'NOT_FOUND', message: 'not found' }]);
      },
    ],
  ];
  it.each(hidden)("isn't proven if %s", async (_what, rewrite) => {
    expect(await exclusiveWhere(rewrite)).toMatchObject({
      ok: null,
      message: expect.stringMatching(/^not proven: the org doesn't show /),
    });
  });
});
