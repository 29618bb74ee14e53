import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deploy } from '../../src/operations/deploy.ts';
import { plan } from '../../src/operations/plan.ts';
import { deploy as sendJob } from '../../src/salesforce/index.ts';
import { configText, type Place, placeWithOrg, secret } from './org-and-config.ts';

describe('A plan that was saved for approval', () => {
  let place: Place;
  let file: string;
  beforeEach(async () => {
    place = await placeWithOrg();
    file = join(place.directory, 'plans', 'approved.json');
  });
  afterEach(() => place.close());

  const save = (allow: Parameters<typeof plan>[0]['allow'] = []) =>
    plan({ config: place.config, out: file, allow });
  const carryOut = () => deploy({ config: place.config, plan: file });
  const edit = async (change: (saved: Record<string, unknown>) => void) => {
    const saved = JSON.parse(await readFile(file, 'utf8'));
    change(saved);
    await writeFile(file, JSON.stringify(saved));
  };

  it('is applied as approved, and a second time has nothing to do', async () => {
    const { changes } = await save();
    const first = await carryOut();
    expect(first.changes).toEqual(changes);
    expect(first.deploy).toMatchObject({ status: 'Succeeded' });
    expect(await carryOut()).toMatchObject({ changes: [], deploy: null });
  });

  it('contains no secret', async () => {
    await save();
    const text = await readFile(file, 'utf8');
    expect(text).toContain('clientSecret ${env:ACME_SECRET}');
    expect(text).not.toContain(secret);
  });

  it('can be made without the secret', async () => {
    delete process.env.ACME_SECRET;
    await save();
    process.env.ACME_SECRET = secret;
    expect(await carryOut()).toMatchObject({ deploy: { status: 'Succeeded' } });
  });

  it('is refused when the config has changed', async () => {
    await save();
    await place.write(configText({ url: 'https://kms.acme.example/v2' }));
    await expect(carryOut()).rejects.toMatchObject({
      code: 'PlanOutdated',
      message: expect.stringContaining('the config has changed'),
    });
  });

  it('is refused when the org has changed', async () => {
    await deploy({ config: place.config });
    await place.write(configText({ url: 'https://kms.acme.example/v2' }));
    await save();
    await place.as((org) => sendJob(org, labelled('Somebody else'), { wait: 10_000 }));
    await expect(carryOut()).rejects.toMatchObject({
      code: 'PlanOutdated',
      message: expect.stringContaining('the org has changed'),
    });
    expect((await place.retrieved())['namedCredentials/AcmeKeys.namedCredential']).toContain('Somebody else');
  });

  it('is refused in another org, environment or file version, and after manual changes', async () => {
    await save();
    await edit((saved) => {
      saved.format = 1;
    });
    await expect(carryOut()).rejects.toMatchObject({ code: 'PlanFileOfOtherVersion' });
    await save();
    await edit((saved) => {
      saved.allow = ['component-removal'];
    });
    await expect(carryOut()).rejects.toMatchObject({ code: 'PlanFileTampered' });
    await writeFile(file, '[]');
    await expect(carryOut()).rejects.toMatchObject({ code: 'PlanFileUnreadable' });

    await place.write(configText({ more: '  other: {}\n' }));
    await save();
    await expect(deploy({ config: place.config, plan: file, environment: 'other' })).rejects.toMatchObject({
      code: 'PlanIsForOther',
      message: 'The approved plan is for environment test, but this run is for other.',
    });
    const elsewhere = await placeWithOrg();
    await expect(deploy({ config: elsewhere.config, plan: file })).rejects.toMatchObject({
      code: 'PlanIsForOther',
    });
    await elsewhere.close();
  });

  it('contains the accepted risks', async () => {
    await deploy({ config: place.config });
    await place.write(configText({ url: 'https://elsewhere.example/v1' }));
    await save();
    await expect(carryOut()).rejects.toMatchObject({ code: 'RisksNotAllowed' });
    await save(['url-host-change']);
    expect(await carryOut()).toMatchObject({ deploy: { status: 'Succeeded' } });
  });
});

const labelled = (label: string) =>
  new Map([
    [
      'package.xml',
      '<?xml version="1.0" encoding="UTF-8"?><Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>AcmeKeys</members><name>NamedCredential</name></types><version>66.0</version></Package>',
    ],
    [
      'namedCredentials/AcmeKeys.namedCredential',
      `<?xml version="1.0" encoding="UTF-8"?>
<NamedCredential xmlns="http://soap.sforce.com/2006/04/metadata">
    <label>${label}</label>
    <namedCredentialParameters><parameterName>Url</parameterName><parameterType>Url</parameterType><parameterValue>https://kms.acme.example/v1</parameterValue></namedCredentialParameters>
    <namedCredentialParameters><externalCredential>AcmeKms</externalCredential><parameterName>ExternalCredential</parameterName><parameterType>Authentication</parameterType></namedCredentialParameters>
    <namedCredentialType>SecuredEndpoint</namedCredentialType>
</NamedCredential>
`,
    ],
  ]);
