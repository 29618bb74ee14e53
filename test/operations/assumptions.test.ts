import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KeywayError } from '../../src/errors/index.ts';
import { ASSUMPTION_NAMES, type Assumption } from '../../src/local/salesforce/assumptions.ts';
import { type DeployOptions, deploy } from '../../src/operations/deploy.ts';
import { verify } from '../../src/operations/verify.ts';
import { keyway } from '../cli/keyway.ts';
import { privateKey } from '../local/salesforce/certificates/certificate.ts';
import { type KeyOrg, keyOrg } from './key-org.ts';
import { keyPlace } from './key-place.ts';
import { configText, type Place, placeWithOrg } from './org-and-config.ts';

/*
 * keyway relies on assumptions about Salesforce that no document settles (docs/conformance.md). Each of these orgs
 * contradicts one of them. A deploy then still ends verified, or with a true message.
 */

let place: Place | undefined;
afterEach(() => place?.close());

/** The example's chain, with a key, in an org that contradicts an assumption. */
async function exampleWhere(assumption: Assumption): Promise<KeyOrg> {
  const made = await keyOrg({ seed: { assumptions: [assumption] } });
  place = made;
  await made.put();
  return made;
}

async function orgWhere(assumption: Assumption, text: string): Promise<Place> {
  const certificateKeys = { AcmeJwt: privateKey() };
  place = await placeWithOrg({ seed: { certificateKeys, assumptions: [assumption] } }, text);
  return place;
}

/** The result of a deploy: its error, or what isn't proven. */
async function outcomeOf({ config }: Place, options: Partial<DeployOptions> = {}) {
  try {
    const { checks, changes } = await deploy({ config, ...options });
    return { changes: changes.length, open: checks.filter(({ ok }) => ok !== true) };
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    return { code: error.code, message: error.message, actions: error.actions.join('\n') };
  }
}

const nothingToDo = { changes: 0, open: [] };

const config = (sections: string) => `version: 1
apiVersion: "66.0"
${sections}
environments: { test: { default: true } }
`;

describe('an org that contradicts an assumption', () => {
  it('creates no certificate from an empty file: reported before anything asks the key service', async () => {
    const org = await exampleWhere('emptyCertificateIsIgnored');
    const outcome = await outcomeOf(org);
    expect(outcome).toMatchObject({ code: 'CertificateNotMade' });
    expect(outcome.message).toContain('no certificate AcmeByok');
    expect(outcome.actions).toMatch(/metadata job .* Succeeded[\s\S]*Certificate and Key Management/);
    expect(await org.keys()).toHaveLength(1);
  });

  it('has another status of a credential: the stored values count', async () => {
    await orgWhere('otherCredentialStatus', configText());
    expect(await outcomeOf(place as Place)).toMatchObject({ changes: 5, open: [] });
    expect(await outcomeOf(place as Place)).toEqual(nothingToDo);
  });

  it('has another status if nothing is stored: it is quoted, and proves nothing', async () => {
    const { config: file } = await orgWhere('otherCredentialStatus', jwtBearer);
    await deploy({ config: file });
    const { checks } = await verify({ config: file });
    expect(checks.filter(({ link }) => link === 'Credential')).toMatchObject([
      { ok: null, message: expect.stringContaining('"Authenticated"') },
    ]);
  });

  it("shows no grants of principals: exclusive isn't proven, everything else is", async () => {
    const org = await exampleWhere('grantsAreHidden');
    const { open } = await outcomeOf(org);
    expect(open).toMatchObject([
      { link: 'Exclusive', ok: null, message: expect.stringContaining('grants AcmeKms-KeyService') },
    ]);
    expect(await org.keys()).toContain('Data acme-data-1 ACTIVE');
  });

  it('reports another source for an uploaded key: the key counts as the customer’s', async () => {
    const made = await keyPlace({ seed: { assumptions: ['otherKeySource'] } });
    place = made;
    const upload = ['key', 'upload', '--type', 'SearchIndex', '--certificate', 'AcmeByok', '--generate'];
    expect(await inPlace(made, upload)).toMatchObject({ exitCode: 0 });
    await made.later(8 * 24);
    const rotate = ['key', 'rotate', '--type', 'SearchIndex', '--json'];
    const { exitCode, stdout } = await inPlace(made, rotate);
    // Salesforce generates no key in place of one that may be the customer's.
    expect({ exitCode, error: JSON.parse(stdout) }).toMatchObject({
      exitCode: 1,
      error: { message: expect.stringContaining('upload another') },
    });
    expect(await made.keys()).toContain('SearchIndex:2 ACTIVE CUSTOMER');
  });

  it('requires certificates before what refers to them: the error names the flag, and with it everything is verified', async () => {
    const org = await orgWhere('certificatesComeFirst', jwtBearer);
    const refused = await outcomeOf(org);
    expect(refused).toMatchObject({
      code: 'DeployFailed',
      actions: expect.stringContaining('--certificates-first'),
    });
    expect(await outcomeOf(org, { certificatesFirst: true })).toMatchObject({ changes: 5, open: [] });
    expect(await outcomeOf(org)).toEqual(nothingToDo);
  });

  it('returns a parameter with another name: the deploy reports it as not kept', async () => {
    const org = await orgWhere(
      'otherParameterNames',
      config(`externalCredentials:
  AcmeAws:
    label: AWS
    authentication: { protocol: AwsSv4, variant: AwsSv4_STS, region: eu-central-1, service: s3, accountId: "123456789012", externalId: abc }
    principals: { AwsStsPrincipal: { type: AwsStsPrincipal } }`),
    );
    const { open } = await outcomeOf(org);
    expect(open).toMatchObject([
      {
        link: 'ExternalCredential',
        ok: false,
        message: expect.stringMatching(/AwsExternalId.*the org accepted/),
      },
    ]);
  });

  it('keeps a principal that a deploy leaves out: reported, and never called removed', async () => {
    const before = configText().replace(
      'principals:\n',
      'principals:\n      Old: { type: NamedPrincipal }\n',
    );
    const org = await orgWhere('removedPrincipalStays', before);
    await outcomeOf(org);
    await org.write(configText());
    const { open } = await outcomeOf(org, { allow: ['principal-removal'] });
    expect(open).toMatchObject([
      {
        link: 'ExternalCredential',
        ok: false,
        message: expect.stringMatching(/principals\.Old.*the org accepted/),
      },
    ]);
  });

  it('loses the secret of a principal that moves to another group: reported, and stored by the next run', async () => {
    const org = await orgWhere('secretIsLostWithGroup', configText());
    await outcomeOf(org);
    await org.write(configText().replace('type: NamedPrincipal', '$&\n        group: Other'));
    const { open } = await outcomeOf(org, { allow: ['principal-removal'] });
    expect(open).toMatchObject([
      { link: 'Credential', ok: false, message: expect.stringContaining('was set before this deploy') },
    ]);
    expect(await outcomeOf(org)).toMatchObject({ changes: 1, open: [] });
  });

  it('writes the type of legacy credentials: nothing differs', async () => {
    const org = await orgWhere(
      'legacyTypeIsWritten',
      config(`namedCredentials:
  Old: { type: Legacy, label: Old, endpoint: "https://old.acme.example", principalType: Anonymous, protocol: NoAuthentication }`),
    );
    expect(await outcomeOf(org)).toMatchObject({ changes: 1, open: [] });
    expect(await outcomeOf(org)).toEqual(nothingToDo);
  });

  it('has other status codes of callouts: the status of the key decides', async () => {
    const org = await exampleWhere('otherStatusCodes');
    expect(await outcomeOf(org)).toMatchObject({ open: [] });
    const { checks } = await verify({ config: org.config });
    const key = checks.find(({ link }) => link === 'Key');
    expect(key?.ok).not.toBe(false);
    expect(key?.message).toContain('KEY_SUCCESS');
  });

  it('resets settings that a deploy leaves out: reported with their earlier values', async () => {
    const settings = (text: string) => config(`encryptionKeySettings: { ${text} }`);
    const org = await orgWhere('omittedSettingsAreReset', settings('enableCacheOnlyKeys: true'));
    await outcomeOf(org);
    await org.write(settings('canOptOutOfDerivationWithBYOK: true'));
    const { open } = await outcomeOf(org, { allow: ['key-path'] });
    expect(open).toMatchObject([
      {
        link: 'Settings',
        ok: false,
        message: expect.stringContaining('enableCacheOnlyKeys from true to false'),
      },
    ]);
  });
});

/** What the deploy of the example ends with if it isn't verified as a whole. */
const endsOtherwise: Partial<Record<Assumption, object>> = {
  emptyCertificateIsIgnored: { code: 'CertificateNotMade' },
  grantsAreHidden: { open: [{ link: 'Exclusive', ok: null }] },
};

it.each(ASSUMPTION_NAMES)('the example ends verified, or with a true sentence: %s', async (assumption) => {
  const org = await exampleWhere(assumption);
  expect(await outcomeOf(org)).toMatchObject(endsOtherwise[assumption] ?? { open: [] });
});

const jwtBearer = config(`certificates: { AcmeJwt: { label: JWT } }
externalCredentials:
  AcmeJwt:
    label: JWT
    authentication: { protocol: Oauth, variant: JwtBearer, tokenUrl: "https://idp.acme.example/token", signingCertificate: AcmeJwt, claims: { body: { iss: acme, sub: acme } } }
    principals: { One: { type: NamedPrincipal } }
namedCredentials: { AcmeJwt: { label: JWT, url: "https://api.acme.example", externalCredential: AcmeJwt } }
permissionSets: { AcmeJwt: { label: JWT, principals: [AcmeJwt-One], assignTo: [autoproc] } }`);

function inPlace({ directory }: Place, words: readonly string[]) {
  return keyway([...words, '--config', join(directory, 'keyway.yaml')]);
}
