import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import {
  externalCredentialDelete,
  externalCredentialGet,
  externalCredentialList,
  externalCredentialPut,
} from '../../src/operations/external-credential.ts';
import { plan } from '../../src/operations/plan.ts';
import { workspace } from './workspace.ts';

const chain = `version: 1
apiVersion: "66.0"
externalCredentials:
  AcmeKms:
    label: Acme KMS
    authentication:
      protocol: Custom
      headers: { X-Api-Key: "{!$Credential.AcmeKms.ApiKey}", X-Tenant: "42" }
      parameters: [{ parameterType: AuthParameter, parameterName: Region, parameterValue: eu }]
    principals:
      KeyService: { type: NamedPrincipal }
      Operator: { type: NamedPrincipal }
namedCredentials:
  AcmeKeys: { label: Acme keys, url: https://kms.acme.example, externalCredential: AcmeKms }
permissionSets:
  AcmeKeyAccess: { label: Keys, principals: [AcmeKms-KeyService] }
environments:
  local: { targetOrg: local, default: true }
`;
const name = 'AcmeKms';

describe('external-credential', () => {
  it('put creates it from the config without a deploy, and it matches the config', async () => {
    const { config } = workspace(chain);
    expect(await externalCredentialPut({ config, name })).toMatchObject({ outcome: 'created' });
    expect(await externalCredentialPut({ config, name })).toMatchObject({ outcome: 'unchanged', fields: [] });
    const { changes } = await plan({ config });
    expect(changes.filter(({ type }) => type === 'ExternalCredential')).toEqual([]);
  });

  it('put sees no difference in a component deployed by metadata', async () => {
    const { config } = workspace(chain);
    await deploy({ config });
    expect(await externalCredentialPut({ config, name })).toMatchObject({ outcome: 'unchanged' });
  });

  it('put shows the difference and replaces', async () => {
    const { config } = workspace(chain);
    await deploy({ config });
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace('label: Acme KMS', 'label: New').replace('"42"', '"43"'),
    );
    expect(await externalCredentialPut({ config, name })).toMatchObject({
      outcome: 'replaced',
      fields: [
        { path: 'customHeaders.X-Tenant', from: '42', to: '43' },
        { path: 'masterLabel', from: 'Acme KMS', to: 'New' },
      ],
    });
    expect((await plan({ config })).changes).toEqual([]);
  });

  it("put doesn't delete a principal with its secret without approval", async () => {
    const { config } = workspace(chain);
    await deploy({ config });
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace('      Operator: { type: NamedPrincipal }\n', ''),
    );
    await expect(externalCredentialPut({ config, name })).rejects.toMatchObject({
      code: 'RisksNotAllowed',
      message: expect.stringContaining('principal-removal: Operator'),
    });
    expect(await externalCredentialPut({ config, name, allow: ['principal-removal'] })).toMatchObject({
      outcome: 'replaced',
    });
    expect((await externalCredentialGet({ config, name })).externalCredential.principals).toHaveLength(1);
  });

  it("put reports the org's state afterwards, not what was sent", async () => {
    const { config, directory } = workspace(
      chain.replace(
        /protocol: Custom[\s\S]*?\n {4}principals:/,
        'protocol: Oauth\n      variant: ClientCredentialsClientSecret\n      tokenUrl: https://idp.acme.example/token\n    principals:',
      ),
    );
    await deploy({ config });
    const principal = (principalName: string, sequenceNumber: number) => ({
      principalName,
      principalType: 'NamedPrincipal',
      sequenceNumber,
    });
    const form = {
      developerName: name,
      masterLabel: 'Acme KMS',
      authenticationProtocol: 'OAuth',
      parameters: [
        {
          parameterName: 'AuthProviderUrl',
          parameterType: 'AuthProviderUrl',
          parameterValue: 'https://idp.acme.example/token',
        },
      ],
      principals: [principal('KeyService', 1), principal('Operator', 2)],
    };
    const file = join(directory, 'kms.json');
    const left = [{ path: 'authenticationProtocolVariant', from: 'ClientCredentialsClientSecret' }];
    writeFileSync(file, JSON.stringify(form));
    expect(await externalCredentialPut({ config, name, file })).toMatchObject({
      outcome: 'unchanged',
      fields: [],
      left,
    });
    writeFileSync(file, JSON.stringify({ ...form, masterLabel: 'New' }));
    expect(await externalCredentialPut({ config, name, file })).toMatchObject({
      outcome: 'replaced',
      fields: [{ path: 'masterLabel', from: 'Acme KMS', to: 'New' }],
      left,
    });
  });

  it('put accepts a JSON file in the API’s own form', async () => {
    const { config, directory } = workspace(chain);
    const file = join(directory, 'kms.json');
    writeFileSync(
      file,
      JSON.stringify({
        developerName: name,
        masterLabel: 'From a file',
        authenticationProtocol: 'Basic',
        principals: [{ principalName: 'P', principalType: 'NamedPrincipal', sequenceNumber: 1 }],
      }),
    );
    expect(await externalCredentialPut({ config, name, file })).toMatchObject({ outcome: 'created' });
    expect((await externalCredentialGet({ config, name })).externalCredential).toMatchObject({
      masterLabel: 'From a file',
    });
  });

  it.each([
    ['the form', (got: unknown) => got],
    ['the output of get --json', (got: unknown) => ({ status: 0, result: { externalCredential: got } })],
  ])('put accepts what get printed, in the same org and in another: %s', async (_what, written) => {
    const { config, directory } = workspace(chain);
    await deploy({ config });
    const { externalCredential } = await externalCredentialGet({ config, name });
    const file = join(directory, 'kms.json');
    writeFileSync(file, JSON.stringify(written(externalCredential)));
    expect(await externalCredentialPut({ config, name, file })).toMatchObject({ outcome: 'unchanged' });
    const changed = { ...externalCredential, masterLabel: 'New' };
    writeFileSync(file, JSON.stringify(written(changed)));
    expect(await externalCredentialPut({ config, name, file })).toMatchObject({
      outcome: 'replaced',
      fields: [{ path: 'masterLabel', from: 'Acme KMS', to: 'New' }],
      left: [],
    });
    const unnumbered = (changed.principals ?? []).map((one) => ({ ...one, sequenceNumber: null }));
    writeFileSync(file, JSON.stringify(written({ ...changed, principals: unnumbered })));
    const another = workspace(chain);
    expect(await externalCredentialPut({ config: another.config, name, file })).toMatchObject({
      outcome: 'created',
      left: [],
    });
    const { principals } = (await externalCredentialGet({ config: another.config, name })).externalCredential;
    expect(principals?.map(({ principalName }) => principalName)).toEqual(['KeyService', 'Operator']);
  });

  it.each([
    ['is not JSON', '{', 'is not JSON'],
    ['is something else', '[]', 'is not the external credential AcmeKms in the form of Connect REST'],
    [
      'is of another name',
      '{"developerName":"X","masterLabel":"X","authenticationProtocol":"Basic"}',
      'is not the external credential AcmeKms',
    ],
  ])('put refuses a file that %s', async (_how, text, words) => {
    const { config, directory } = workspace(chain);
    const file = join(directory, 'kms.json');
    writeFileSync(file, text);
    await expect(externalCredentialPut({ config, name, file })).rejects.toMatchObject({
      message: expect.stringContaining(words),
    });
    expect((await externalCredentialList({ config })).externalCredentials).toEqual([]);
  });

  it('delete says what uses it, and needs a confirmation', async () => {
    const { config } = workspace(chain);
    await deploy({ config });
    await expect(externalCredentialDelete({ config, name })).rejects.toMatchObject({
      code: 'NotConfirmed',
      data: { usedBy: ['named credential AcmeKeys', 'permission set AcmeKeyAccess'] },
    });
    const other = workspace(chain.replace(/namedCredentials:[\s\S]*?environments:/, 'environments:'));
    await deploy({ config: other.config });
    expect(await externalCredentialDelete({ config: other.config, name, yes: true })).toMatchObject({
      outcome: 'deleted',
    });
  });

  it('get of an unknown name suggests the most similar one', async () => {
    const { config } = workspace(chain);
    await deploy({ config });
    await expect(externalCredentialGet({ config, name: 'AcmeKm' })).rejects.toMatchObject({
      message: expect.stringContaining('did you mean "AcmeKms"?'),
    });
  });
});
