import { describe, expect, it } from '@jest/globals';
import {
  type Component,
  type ConfigComponents,
  fromXml,
  lineOrigin,
  normalise,
  sourceTree,
  toComponents,
  toConfig,
  toXml,
  zipTree,
} from '../../src/kinds/metadata.ts';

const options = { apiVersion: '66.0' };
const render = (config: ConfigComponents, apiVersion = '66.0') => toComponents(config, { apiVersion });
const only = (config: ConfigComponents) => render(config)[0] as Component;
const kms: ConfigComponents = {
  externalCredentials: {
    AcmeKms: {
      label: 'Acme KMS',
      authentication: {
        protocol: 'Oauth',
        variant: 'JwtBearer',
        tokenUrl: 'https://idp.example/token',
        signingCertificate: 'Cert',
        headers: { 'X-B': '1', 'X-A': '2' },
      },
      principals: { Key: { type: 'NamedPrincipal' }, 'Each user': { type: 'PerUserPrincipal' } },
    },
  },
};
const legacy: ConfigComponents = {
  namedCredentials: {
    Old: { type: 'Legacy', label: 'Old', endpoint: 'https://old.example', password: '${env:P}' },
  },
};

describe('components', () => {
  it('are ordered by type and then by name in byte order', () => {
    const config = {
      permissionSets: { b: { label: 'b' }, B: { label: 'B' } },
      externalCredentials: { Z: { label: 'Z', authentication: { protocol: 'Basic' as const } } },
    };
    expect(render(config).map(({ fullName }) => fullName)).toEqual(['Z', 'B', 'b']);
  });

  it('are refused with every place if the API version is too old', () => {
    const config: ConfigComponents = {
      externalCredentials: {
        E: { label: 'E', authentication: { protocol: 'Oauth', externalAuthIdentityProvider: 'X' } },
      },
      namedCredentials: { N: { label: 'N', url: 'https://x', externalCredential: 'E', description: 'd' } },
    };
    expect(() => render(config, '60.0')).toThrow(
      expect.objectContaining({
        code: 'CannotRender',
        message: [
          'externalCredentials.E.authentication.externalAuthIdentityProvider: ExternalAuthIdentityProvider needs API version 61.0 or later; this is rendered for 60.0',
          'namedCredentials.N.description: description of a named credential needs API version 64.0 or later; this is rendered for 60.0',
        ].join('\n'),
        data: expect.objectContaining({
          path: ['externalCredentials', 'E', 'authentication', 'externalAuthIdentityProvider'],
        }),
      }),
    );
    expect(render(config, '64.0')).toHaveLength(2);
  });

  it('can have an AwsStsPrincipal only with that name', () => {
    const authentication = { protocol: 'AwsSv4', variant: 'AwsSv4_STS', service: 's', region: 'r' } as const;
    const principals = { Sts: { type: 'AwsStsPrincipal' } } as const;
    expect(() => render({ externalCredentials: { A: { label: 'A', authentication, principals } } })).toThrow(
      'externalCredentials.A.principals.Sts: Salesforce names each principal of type AwsStsPrincipal AwsStsPrincipal',
    );
  });
});

describe('certificates and settings', () => {
  const config: ConfigComponents = {
    certificates: { Byok: { label: 'Byok' } },
    encryptionKeySettings: { enableReplayDetection: false },
  };

  it('have their Metadata API names in a zip, with a certificate beside its content', () => {
    const files = zipTree(render(config), options);
    expect([...files.keys()]).toEqual([
      'package.xml',
      'certs/Byok.crt',
      'certs/Byok.crt-meta.xml',
      'settings/EncryptionKey.settings',
    ]);
    expect(files.get('certs/Byok.crt')).toBe('');
    expect(files.get('settings/EncryptionKey.settings')).toContain(
      '<EncryptionKeySettings xmlns="http://soap.sforce.com/2006/04/metadata">\n    <enableReplayDetection>false</enableReplayDetection>\n</EncryptionKeySettings>',
    );
  });

  it('come first, because the others may need them', () => {
    expect(render({ ...kms, ...config }).map(({ type }) => type)).toEqual([
      'Certificate',
      'Settings',
      'ExternalCredential',
    ]);
  });

  it('are omitted if no setting is named', () => {
    expect(render({ encryptionKeySettings: {} })).toEqual([]);
  });

  it('know the place of each line', () => {
    const [certificate, settings] = render(config) as [Component, Component];
    expect(lineOrigin(certificate, 6)).toEqual(['certificates', 'Byok', 'label']);
    expect(lineOrigin(certificate, 5)).toEqual(['certificates', 'Byok']);
    expect(lineOrigin(settings, 3)).toEqual(['encryptionKeySettings', 'enableReplayDetection']);
  });

  it('are refused if the API version is too old', () => {
    const settings = { canManageDataCloudKeys: true };
    expect(() => render({ encryptionKeySettings: settings }, '63.0')).toThrow(
      'encryptionKeySettings.canManageDataCloudKeys: canManageDataCloudKeys needs API version 64.0',
    );
  });

  it('are read from a record of readMetadata without what belongs to the org', () => {
    const xml =
      '<EncryptionKeySettings><fullName>EncryptionKey</fullName><canManageArchiveKeys>true</canManageArchiveKeys><enableCacheOnlyKeys>true</enableCacheOnlyKeys></EncryptionKeySettings>';
    const { metadata, foreign } = fromXml('Settings', 'EncryptionKey', xml);
    expect({ metadata, foreign }).toEqual({ metadata: { enableCacheOnlyKeys: true }, foreign: [] });
  });
});

describe('a line of a rendered file', () => {
  const lines = (component: Component) => toXml(component).split('\n');
  const originOf = (component: Component, text: string) =>
    lineOrigin(component, lines(component).findIndex((line) => line.includes(text)) + 1);

  it('is traced back to the config', () => {
    const component = only(kms);
    const path = ['externalCredentials', 'AcmeKms'];
    expect(originOf(component, 'https://idp')).toEqual([...path, 'authentication', 'tokenUrl']);
    expect(originOf(component, '>X-A<')).toEqual([...path, 'authentication', 'headers', 'X-A']);
    expect(originOf(component, 'PerUserPrincipal')).toEqual([...path, 'principals', 'Each user']);
    expect(originOf(component, '<label>')).toEqual([...path, 'label']);
    expect(lineOrigin(component, 1)).toEqual(path);
    expect(lineOrigin(component, 999)).toBeUndefined();
  });

  it("is traced back to the component if the config doesn't contain it", () => {
    const component = only({ namedCredentials: { N: { label: 'N', url: 'a\nb', externalCredential: 'E' } } });
    expect(originOf(component, 'calloutStatus')).toEqual(['namedCredentials', 'N']);
    expect(originOf(component, 'b</parameterValue>')).toEqual(['namedCredentials', 'N', 'url']);
  });
});

describe('secrets of a legacy named credential', () => {
  const secrets = new Map([['NamedCredential Old', new Map([['password', 'a<b']])]]);

  it('are only in the zip', () => {
    const component = only(legacy);
    expect(toXml(component)).not.toContain('password');
    expect([...sourceTree([component], options).values()].join()).not.toContain('password');
    const zip = zipTree([component], { ...options, secrets });
    expect(zip.get('namedCredentials/Old.namedCredential')).toContain('<password>a&lt;b</password>');
    expect([...normalise(component).keys()].join()).not.toContain('password');
  });

  it("aren't in the error about a character that XML can't contain", () => {
    const secret = new Map([['password', 'hunter2\u0000']]);
    const message = "namedCredentials.Old.password: has the character U+0000, which XML can't contain";
    expect(() => toXml(only(legacy), { secrets: secret })).toThrow(expect.objectContaining({ message }));
  });
});

describe('the audience of a JWT', () => {
  const withAudience = (aud: string): ConfigComponents => ({
    externalCredentials: {
      E: {
        label: 'E',
        authentication: { protocol: 'Jwt', signingCertificate: 'Cert', claims: { body: { aud } } },
      },
    },
  });
  const kept = (aud: string) => normalise(only(withAudience(aud))).get('parameters.JwtBodyClaim.aud');

  it.each([
    ['https://idp.example/token', '"https://idp.example/token"'],
    ['42', '"42"'],
    ['"https://idp.example/token"', '"https://idp.example/token"'],
    ['["a", "b"]', '["a", "b"]'],
    ['{!$User.Id}', '{!$User.Id}'],
  ])('with %s in a config is stored as %s', (said, json) => expect(kept(said)).toBe(json));

  it.each([
    ['"https://idp.example/token"', 'https://idp.example/token'],
    ['["a", "b"]', '["a", "b"]'],
    ['"{!$User.Id}"', '"{!$User.Id}"'],
    ['"\\"a\\""', '"\\"a\\""'],
    ['"\\u0041"', '"\\u0041"'],
  ])('stored as %s becomes %s in a config, and is stored the same again', (json, said) => {
    const { externalCredentials } = toConfig([only(withAudience(json))]);
    expect(externalCredentials.E).toHaveProperty('authentication.claims.body.aud', said);
    expect(kept(said)).toBe(json);
  });

  it('stays raw if no field can express it', () => {
    const component = only(withAudience('"x"'));
    const read = fromXml('ExternalCredential', 'E', toXml(component).replace('&quot;x&quot;', '42'));
    const { externalCredentials } = toConfig([read]);
    expect(render({ externalCredentials }).map((one) => toXml(one))).toEqual([toXml(read)]);
  });
});

describe('the zip', () => {
  it('has the package at its root and every file under its own name', () => {
    const zip = zipTree([...render(kms), ...render(legacy)], {
      ...options,
      removed: { permissionSets: ['Gone'] },
    });
    expect([...zip.keys()]).toEqual([
      'package.xml',
      'destructiveChangesPost.xml',
      'externalCredentials/AcmeKms.externalCredential',
      'namedCredentials/Old.namedCredential',
    ]);
  });

  it.each(['../x', 'a/b', 'a.b', '', 'a b', 'a__b__c', '__proto__', 'a\u0000', 'x'.repeat(98)])(
    'contains no file for %j',
    (name) => {
      const component = { ...only(legacy), fullName: name } as Component;
      expect(() => zipTree([component], options)).toThrow(
        expect.objectContaining({ code: 'DeveloperNameInvalid' }),
      );
      expect(() => sourceTree([], { ...options, removed: { namedCredentials: [name] } })).toThrow(
        'developer name',
      );
    },
  );

  it('contains no two files that differ only in case', () => {
    const components = render({ permissionSets: { A: { label: 'A' }, a: { label: 'a' } } });
    expect(() => sourceTree(components, options)).toThrow(expect.objectContaining({ code: 'SameFile' }));
  });
});

describe('the meaning of a component', () => {
  it('is flat and readable', () => {
    expect(Object.fromEntries(normalise(only(kms)))).toEqual({
      label: 'Acme KMS',
      authenticationProtocol: 'Oauth',
      'parameters.AuthProtocolVariant': 'JwtBearer',
      'parameters.AuthProviderUrl': 'https://idp.example/token',
      'parameters.SigningCertificate': 'Cert',
      'parameters.AuthHeader.X-B': '1',
      'parameters.AuthHeader.X-A': '2',
      'parameters.AuthHeader (order)': 'X-B, X-A',
      'principals.Key': 'NamedPrincipal',
      'principals.Each user': 'PerUserPrincipal',
      'principals (order)': 'Key, Each user',
    });
  });

  it("doesn't depend on generated names, on gaps in numbers, or on omitted defaults", () => {
    const ours = only({
      namedCredentials: {
        N: {
          label: 'N',
          url: 'https://x',
          externalCredential: 'E',
          headers: { a: '1', b: '2' },
          allowedNamespaces: ['acme'],
        },
      },
    });
    const theirs = toXml(ours)
      .replace('<parameterName>Url<', '<parameterName>DefaultEndpoint<')
      .replace('<parameterName>ExternalCredential<', '<parameterName>DefaultAuth<')
      .replace('AllowedNamespace_acme', 'AllowedNamespace_uzZcsFg1707504847643')
      .replace('<sequenceNumber>2<', '<sequenceNumber>7<')
      .replace(/ {4}<(calloutStatus|generateAuthorizationHeader)>.*\n/g, '');
    const read = fromXml('NamedCredential', 'N', theirs);
    expect(normalise(read)).toEqual(normalise(ours));
  });

  it('depends on the order of headers', () => {
    const read = fromXml(
      'ExternalCredential',
      'AcmeKms',
      toXml(only(kms)).replace('<sequenceNumber>1<', '<sequenceNumber>5<'),
    );
    expect(normalise(read).get('parameters.AuthHeader (order)')).toBe('X-A, X-B');
  });
});
