import { executeAnonymous, query } from '../../salesforce/index.ts';
import { ask, codeIn, refusalOf } from '../ask.ts';
import type { Fact } from '../fact.ts';
import { insert, secretsOf } from '../keys.ts';
import { advanceClock, hour } from '../local-controls.ts';
import { permissionsFor } from '../needs.ts';

export const requestFacts: readonly Fact[] = [
  {
    id: 'codes-of-rejected-queries',
    sentence:
      'The org rejects queries for an unknown field, for an unknown object and with a syntax error, with these codes.',
    source: 'REST API Developer Guide, Status Codes and Error Responses',
    constants: [],
    changes: 'nothing',
    expected: 'INVALID_FIELD, INVALID_TYPE, MALFORMED_QUERY',
    async observe({ org }) {
      const queries = ['SELECT KwConf FROM User', 'SELECT Id FROM KwConf', 'SELECT FROM'];
      const seen: string[] = [];
      for (const soql of queries) seen.push((await refusalOf(query(org, soql))).split(':')[0] ?? '');
      return seen.join(', ');
    },
  },
  {
    id: 'objects-of-each-api',
    sentence: 'Only the Tooling API knows ExternalCredential. The data API knows NamedCredential.',
    source: 'Tooling API, ExternalCredential; Object Reference, NamedCredential',
    constants: [],
    changes: 'nothing',
    expected: 'ExternalCredential INVALID_TYPE, by Tooling accepted; NamedCredential accepted',
    async observe({ org }) {
      const asked = async (object: string, api = '') =>
        codeIn(await ask(org, 'GET', `${api}/query?q=SELECT+Id+FROM+${object}+LIMIT+1`));
      const [data, tooling] = [
        await asked('ExternalCredential'),
        await asked('ExternalCredential', '/tooling'),
      ];
      return `ExternalCredential ${data}, by Tooling ${tooling}; NamedCredential ${await asked('NamedCredential')}`;
    },
  },
  {
    id: 'row-that-is-not-there',
    sentence: 'The org rejects reading a missing row with this code.',
    source: 'REST API Developer Guide, Status Codes and Error Responses',
    constants: [],
    changes: 'nothing',
    expected: 'NOT_FOUND',
    observe: async ({ org }) => codeIn(await ask(org, 'GET', '/sobjects/PermissionSet/0PS000000000001AAA')),
  },
  {
    id: 'ends-of-anonymous-apex',
    sentence:
      'Anonymous Apex ends with a compile problem and its line, with an exception and its type, or with success.',
    source: 'Apex WSDL 66.0, ExecuteAnonymousResult',
    constants: [],
    changes: 'nothing',
    needs: [permissionsFor('apexClasses')],
    expected: 'compile problem in line 2; System.MathException: Divide by 0; success',
    async observe({ org }) {
      const broken = await executeAnonymous(org, "String text = 'KwConf';\nInteger number = text;");
      const thrown = await executeAnonymous(org, 'Integer zero = 0; Integer number = 1 / zero;');
      const good = await executeAnonymous(org, "System.debug('KwConf');");
      const first = broken.kind === 'compile problem' ? `${broken.kind} in line ${broken.line}` : broken.kind;
      return `${first}; ${thrown.kind === 'exception' ? thrown.message : thrown.kind}; ${good.kind}`;
    },
  },
  {
    id: 'identity-of-the-user',
    sentence: 'The userinfo endpoint names the user and the org of the session.',
    source: 'Salesforce Help, The UserInfo Endpoint',
    constants: [],
    changes: 'nothing',
    expected: 'user_id, organization_id, preferred_username',
    async observe({ org }) {
      const { body } = await ask(org, 'GET', '/services/oauth2/userinfo');
      const known = {
        user_id: org.userId,
        organization_id: org.id,
        preferred_username: org.username,
      };
      return Object.entries(known)
        .filter(([name, value]) => body[name] === value)
        .map(([name]) => name)
        .join(', ');
    },
  },
  {
    id: 'hours-between-data-keys',
    sentence: 'A Developer Edition org accepts the next Data key 24 hours after the last one.',
    source: 'Object Reference, TenantSecret',
    constants: ['local/salesforce FIRST_SECRET_STARTS_THE_WAIT'],
    asks: 'localOrg',
    changes: 'keys',
    expected: 'after 23 hours FIELD_INTEGRITY_EXCEPTION, after 25 hours accepted',
    async observe({ org }) {
      await advanceClock(org, 25 * hour);
      const last = await insert(org, { Type: 'Data' });
      if (last.status >= 400)
        return `refused: ${codeIn(last)} with ${(await secretsOf(org, 'Data')).length} keys`;
      await advanceClock(org, 23 * hour);
      const early = codeIn(await insert(org, { Type: 'Data' }));
      await advanceClock(org, 2 * hour);
      return `after 23 hours ${early}, after 25 hours ${codeIn(await insert(org, { Type: 'Data' }))}`;
    },
  },
];
