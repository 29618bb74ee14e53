import { calloutUserAgent } from '../../keys/uncertain.ts';
import { type Endpoint, get, withEndpoint } from '../callouts.ts';
import { variant } from '../components.ts';
import type { Fact, Wire } from '../fact.ts';
import { keyService } from '../local-controls.ts';

/** A header that identifies the caller: the org's own REST API answers 200 or 401. */
const bearer = (value: string) => ({ name: 'Authorization', type: 'AuthHeader', value, sequence: 1 });
const named = (value: string) => ({
  parameterName: 'Authorization',
  parameterType: 'HttpHeader',
  parameterValue: value,
  sequenceNumber: 1,
});
const wrong = 'Bearer kwconf';
const right = (name: string) => `{!'Bearer ' & $Credential.${name}.Token}`;

/** An endpoint that is the org itself, with the current session as its stored credential. */
const itself = ({ org }: Wire, name: string, more: Partial<Endpoint>): Endpoint => ({
  name,
  url: org.instanceUrl,
  protocol: 'Custom',
  credentials: { Token: org.connection.accessToken },
  reads: true,
  ...more,
});

const own = ({ org }: Wire): string => `/services/data/v${org.apiVersion}/limits`;

export const calloutFacts: readonly Fact[] = [
  {
    id: 'custom-headers-are-formulas',
    sentence:
      "Custom headers of an external credential are formulas even if formulas in headers aren't allowed. (The callout goes to the org itself.)",
    source: 'Salesforce Help, Allow Formulas in HTTP Header, which is about headers that Apex sets',
    constants: ['local/salesforce CUSTOM_HEADERS_ARE_ALWAYS_FORMULAS'],
    expected: '200',
    observe: (wire) =>
      withEndpoint(
        wire,
        itself(wire, 'KwConfFormula', { parameters: [bearer(right('KwConfFormula'))] }),
        async () => (await get(wire.org, 'KwConfFormula', own(wire))).status,
      ),
  },
  {
    id: 'header-that-counts-of-several',
    sentence:
      "If several headers have the same name, the external credential's wins over the named credential's, which wins over Apex's. (The callout goes to the org itself; 200 means that the right one was sent.)",
    source: 'assumed',
    constants: ['local/salesforce LAST_HEADER_COUNTS'],
    expected: 'over Apex 200, over the named credential 200, named credential over Apex 200',
    async observe(wire) {
      const apex = { Authorization: wrong };
      const asked = async (name: string, more: Partial<Endpoint>, headers = {}) =>
        withEndpoint(
          wire,
          itself(wire, name, more),
          async () => (await get(wire.org, name, own(wire), headers)).status,
        );
      const overApex = await asked('KwConfOver', { parameters: [bearer(right('KwConfOver'))] }, apex);
      const overNamed = await asked('KwConfOver2', {
        parameters: [bearer(right('KwConfOver2'))],
        headers: [named(wrong)],
      });
      const namedOver = await asked('KwConfOver3', { headers: [named(right('KwConfOver3'))] }, apex);
      return `over Apex ${overApex}, over the named credential ${overNamed}, named credential over Apex ${namedOver}`;
    },
  },
  {
    id: 'no-authentication-needs-no-user-external-credential',
    sentence:
      'A user without access to UserExternalCredential can call out with NoAuthentication, but not with Basic. (The callout goes to the org itself.)',
    source:
      'Salesforce Help, Enable User External Credentials: "any user performing an authenticated callout"',
    constants: ['local/salesforce NO_AUTHENTICATION_NEEDS_USER_EXTERNAL_CREDENTIAL'],
    expected: 'NoAuthentication 200, Basic refused',
    async observe(wire) {
      const url = `${wire.org.instanceUrl}/services`;
      const common = { url, reads: false };
      const asked = (endpoint: Endpoint) =>
        withEndpoint(wire, endpoint, async () => {
          const { status } = await get(wire.org, endpoint.name, '/data');
          return /^\d+$/.test(status) ? status : 'refused';
        });
      const open = await asked({
        ...common,
        name: 'KwConfOpen',
        protocol: 'Custom',
        parameters: [variant('Custom', 'NoAuthentication')],
      });
      const credentials = { username: 'kwconf', password: 'kwconf' };
      const basic = await asked({ ...common, name: 'KwConfBasic', protocol: 'Basic', credentials });
      return `NoAuthentication ${open}, Basic ${basic}`;
    },
  },
  {
    id: 'user-agent-of-callouts',
    sentence: 'Callouts have this User-Agent.',
    source: 'public key services that log the callouts for cache-only keys',
    constants: ['keys calloutUserAgent', 'local/salesforce CALLOUT_USER_AGENT'],
    asks: 'localOrg',
    expected: calloutUserAgent,
    async observe(wire) {
      const { echo } = await keyService(wire.org);
      const name = 'KwConfAgent';
      const endpoint: Endpoint = {
        name,
        url: echo,
        protocol: 'Custom',
        parameters: [variant('Custom', 'NoAuthentication')],
        reads: true,
      };
      return withEndpoint(wire, endpoint, async () => {
        const { status, body } = await get(wire.org, name, '');
        return /"user-agent":"([^"]*)"/i.exec(body)?.[1] ?? `${status} ${body}`;
      });
    },
  },
];
