import { X509Certificate } from 'node:crypto';
import { CometdClient } from '../../salesforce/cometd.ts';
import { type Org, query, readCertificateChain, readCertificates } from '../../salesforce/index.ts';
import { apexClass } from '../apex-class.ts';
import { ask, debugged } from '../ask.ts';
import type { Fact } from '../fact.ts';
import { firstProblem, sendJob } from '../job.ts';
import { keyCertificate } from '../keys.ts';
import { advanceClock, askStepUp, hour, minute } from '../local-controls.ts';
import { permissionsFor } from '../needs.ts';

const day = 24 * hour;

/** For how many years a certificate of the org is valid. */
async function yearsOf(org: Org, name: string): Promise<string> {
  const found = (await readCertificates(org)).find((one) => one.name === name);
  const { validFrom, validTo } = new X509Certificate(await readCertificateChain(org, found?.id ?? ''));
  return ((Date.parse(validTo) - Date.parse(validFrom)) / (365 * day)).toFixed(0);
}

/** A validation that ran a test. */
async function validated(org: Org, name: string): Promise<string | undefined> {
  const files = {
    ...apexClass(name, `public class ${name} {\n  public static String note() { return 'one'; }\n}\n`),
    ...apexClass(
      `${name}Test`,
      `@IsTest\nprivate class ${name}Test {\n  @IsTest static void note() { System.assertEquals('one', ${name}.note()); }\n}\n`,
    ),
  };
  const outcome = await sendJob(org, files, { checkOnly: true, runTests: [`${name}Test`] });
  return firstProblem(outcome) === undefined ? outcome.id : undefined;
}

export const timeFacts: readonly Fact[] = [
  {
    id: 'years-of-self-signed-certificates',
    sentence: 'A self-signed certificate of 2048 bits is valid for one year, one of 4096 bits for two years.',
    source: 'Salesforce Help, Generate a Self-Signed Certificate',
    constants: ['local/salesforce SELF_SIGNED_YEARS'],
    needs: [permissionsFor('certificates')],
    expected: '2048: 1, 4096: 2',
    async observe(wire) {
      const problem =
        (await keyCertificate(wire, 'KwConfYear', 2048)) ?? (await keyCertificate(wire, 'KwConfYears', 4096));
      if (problem !== undefined) return `refused: ${problem}`;
      return `2048: ${await yearsOf(wire.org, 'KwConfYear')}, 4096: ${await yearsOf(wire.org, 'KwConfYears')}`;
    },
  },
  {
    id: 'time-a-subscription-waits',
    sentence: 'CometD advises clients to wait this long for an event, in milliseconds.',
    source: 'Streaming API Developer Guide, Timeouts',
    constants: ['local/salesforce COMETD_CONNECT_TIMEOUT'],
    changes: 'nothing',
    expected: '110000',
    async observe({ org }) {
      const client = new CometdClient(org.connection);
      await client.handshake();
      try {
        return String((await client.connect()).timeout);
      } finally {
        await client.disconnect();
      }
    },
  },
  {
    id: 'days-of-a-quick-deploy',
    sentence: 'A validation that ran tests can be quick-deployed for ten days.',
    source: 'Metadata API Developer Guide, deployRecentValidation()',
    constants: ['local/salesforce QUICK_DEPLOY_DAYS'],
    asks: 'localOrg',
    needs: [permissionsFor('apexClasses')],
    expected: 'after 9 days 201, after 11 days 404',
    async observe({ org }) {
      const quick = async (id: string | undefined) =>
        (await ask(org, 'POST', '/metadata/deployRequest', { validatedDeployRequestId: id })).status;
      const [first, second] = [await validated(org, 'KwConfQuick'), await validated(org, 'KwConfQuick2')];
      await advanceClock(org, 9 * day);
      const before = await quick(first);
      await advanceClock(org, 2 * day);
      return `after 9 days ${before}, after 11 days ${await quick(second)}`;
    },
  },
  {
    id: 'session-of-a-scheduled-job',
    sentence:
      'If key management requires a high-assurance session, key management by scheduled Apex fails with this code.',
    source: 'assumed',
    constants: [
      'local/salesforce SCHEDULED_APEX_HAS_HIGH_ASSURANCE',
      'local/salesforce SCHEDULED_RUN_STATUS',
    ],
    asks: 'localOrg',
    changes: 'keys',
    needs: [permissionsFor('apexClasses')],
    expected: 'Failed, INSUFFICIENT_ACCESS',
    async observe({ deploy, org }) {
      const problem = await deploy(
        apexClass(
          'KwConfKeyJob',
          "public class KwConfKeyJob implements Schedulable {\n  public void execute(SchedulableContext context) { insert new TenantSecret(Type = 'Analytics'); }\n}\n",
        ),
      );
      if (problem !== undefined) return `refused: ${problem}`;
      const [id = ''] = await debugged(
        org,
        "System.debug(System.schedule('KwConfKeyJob job', '0 0 * * * ?', new KwConfKeyJob()));",
      );
      await askStepUp(org, true);
      await advanceClock(org, hour + minute);
      await askStepUp(org, false);
      await debugged(org, `System.abortJob('${id}');`);
      const rows = await query<{ Status: string; ExtendedStatus: string | null }>(
        org,
        `SELECT Status, ExtendedStatus FROM AsyncApexJob WHERE CronTriggerId = '${id}' AND ExtendedStatus != null`,
      );
      return `${rows[0]?.Status}, ${/[A-Z]+(?:_[A-Z]+)+/.exec(rows[0]?.ExtendedStatus ?? '')?.[0]}`;
    },
  },
];
