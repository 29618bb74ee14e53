import { describe, expect, it } from '@jest/globals';
import { connect, listMetadata, readMetadata, retrieve } from '../../src/salesforce/index.ts';
import { type Answer, fakeSalesforce, type Received, soapBody, TOKEN } from './fake-salesforce.ts';

async function against<T>(
  answer: (request: Received) => Answer | undefined,
  run: (org: Awaited<ReturnType<typeof connect>>) => Promise<T>,
) {
  await using server = await fakeSalesforce(answer);
  const org = await connect(
    { kind: 'token', instanceUrl: server.url, accessToken: TOKEN },
    { apiVersion: '66.0', stateDir: '/nowhere' },
  );
  try {
    return { result: await run(org), requests: server.received.slice(2) };
  } finally {
    await org.close();
  }
}

const records = (...inside: readonly string[]) =>
  soapBody(
    `<readMetadataResponse xmlns="http://soap.sforce.com/2006/04/metadata"><result>${inside.join('')}</result></readMetadataResponse>`,
  );

describe('readMetadata', () => {
  it('converts a record to the root element of the retrieved file', async () => {
    const { result } = await against(
      ({ path }) =>
        path.includes('/Soap/m/')
          ? records(
              '<records xsi:type="NamedCredential"><fullName>A</fullName><label> a &amp;amp; &#39;b&#x1F600;</label><namedCredentialParameters><parameterName>Url</parameterName><parameterType>Url</parameterType></namedCredentialParameters><description xsi:nil="true"/><oauthScope></oauthScope></records>',
              '<records xsi:nil="true"/>',
            )
          : undefined,
      (org) => readMetadata(org, 'NamedCredential', ['A', 'B']),
    );
    expect(result).toEqual(
      new Map([
        [
          'A',
          {
            name: 'NamedCredential',
            content: [
              { name: 'label', content: " a &amp; 'b😀" },
              {
                name: 'namedCredentialParameters',
                content: [
                  { name: 'parameterName', content: 'Url' },
                  { name: 'parameterType', content: 'Url' },
                ],
              },
              { name: 'oauthScope', content: '' },
            ],
          },
        ],
        ['B', undefined],
      ]),
    );
  });

  it('requests ten names at a time, each name once, and escapes them', async () => {
    const names = [...Array.from({ length: 21 }, (_, at) => `N${at}`), 'N0', '<&>'];
    const { requests } = await against(
      ({ path, body }) =>
        path.includes('/Soap/m/')
          ? records(
              ...body
                .split('<fullNames>')
                .slice(1)
                .map(() => '<records xsi:nil="true"/>'),
            )
          : undefined,
      (org) => readMetadata(org, 'PermissionSet', names),
    );
    const asked = requests.map(({ body }) =>
      [...body.matchAll(/<fullNames>(.*?)<\/fullNames>/g)].map(([, name]) => name),
    );
    expect(asked.map((group) => group.length)).toEqual([10, 10, 2]);
    expect(asked.flat()).toContain('&lt;&amp;&gt;');
    expect(requests.every(({ body }) => body.includes('<type>PermissionSet</type>'))).toBe(true);
  });

  it('sends no request without names', async () => {
    const { requests } = await against(
      () => undefined,
      (org) => readMetadata(org, 'PermissionSet', []),
    );
    expect(requests).toEqual([]);
  });

  it('accepts thousands of references in one answer, but no custom entity', async () => {
    const many = 5000;
    const { result } = await against(
      ({ path }) =>
        path.includes('/Soap/m/')
          ? records(`<records><fullName>A</fullName><label>${'&quot;'.repeat(many)}</label></records>`)
          : undefined,
      (org) => readMetadata(org, 'PermissionSet', ['A']),
    );
    expect(result.get('A')?.content).toEqual([{ name: 'label', content: '"'.repeat(many) }]);
  });
});

describe('listMetadata', () => {
  it('requests three types in each call and keeps their order', async () => {
    const { result, requests } = await against(
      ({ path, body }) => {
        if (!path.includes('/Soap/m/')) return undefined;
        const types = [...body.matchAll(/<queries><type>(\w+)<\/type>/g)].map(([, type]) => type);
        return soapBody(
          `<listMetadataResponse>${types.map((type) => `<result><fullName>ns__${type}</fullName><namespacePrefix>ns</namespacePrefix><type>${type}</type></result>`).join('')}</listMetadataResponse>`,
        );
      },
      (org) => listMetadata(org, ['D', 'C', 'B', 'A']),
    );
    expect(requests).toHaveLength(2);
    expect(result.map(({ type, namespacePrefix }) => [type, namespacePrefix])).toEqual([
      ['D', 'ns'],
      ['C', 'ns'],
      ['B', 'ns'],
      ['A', 'ns'],
    ]);
  });
});

describe('retrieve', () => {
  const retrieving =
    (status: string) =>
    ({ path, body }: Received) => {
      if (!path.includes('/Soap/m/')) return undefined;
      if (body.includes('<retrieve>'))
        return soapBody('<retrieveResponse><result><id>09S000000000001AAA</id></result></retrieveResponse>');
      return soapBody(
        `<checkRetrieveStatusResponse><result>${status}</result></checkRetrieveStatusResponse>`,
      );
    };
  const run = (status: string, wait?: number) =>
    against(retrieving(status), (org) =>
      retrieve(org, new Map([['PermissionSet', ['A']]]), wait === undefined ? {} : { wait }),
    );

  it('that fails gives the reason', async () => {
    await expect(
      run('<done>true</done><status>Failed</status><errorMessage>UNKNOWN_EXCEPTION: no</errorMessage>'),
    ).rejects.toMatchObject({
      code: 'RetrieveFailed',
      message: expect.stringContaining('UNKNOWN_EXCEPTION: no'),
    });
  });

  it("that doesn't end is given up: exit 69", async () => {
    await expect(run('<done>false</done><status>InProgress</status>', 100)).rejects.toMatchObject({
      code: 'RetrieveStillRunning',
      exitCode: 69,
    });
  });

  it('of a broken zip is an error, not an empty answer', async () => {
    await expect(
      run('<done>true</done><status>Succeeded</status><zipFile>bm8gemlw</zipFile>'),
    ).rejects.toMatchObject({ code: 'RetrieveFailed' });
  });
});
