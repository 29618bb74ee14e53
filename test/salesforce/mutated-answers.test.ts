import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeywayError } from '../../src/errors/index.ts';
import {
  connect,
  deploy,
  executeAnonymous,
  listMetadata,
  type Org,
  readMetadata,
  retrieve,
} from '../../src/salesforce/index.ts';
import { zip } from '../../src/salesforce/zip.ts';
import { type Answer, fakeSalesforce, type Received, soapBody, TOKEN } from './fake-salesforce.ts';

/*
 * Answers of the SOAP API with one change, as by a proxy, a bug or a hostile host. The result must match the
 * changed answer, or be an error that names the request. It is never a crash or another result.
 */

const JOB = '0Af000000000001AAA';
const files = new Map([['package.xml', '<Package/>']]);
const zipFile = Buffer.from(zip(files)).toString('base64');

interface Call {
  readonly name: string;
  readonly what: RegExp;
  /** The org's answers, by the call's element. */
  readonly answers: Readonly<Record<string, string>>;
  /** The answer to change. */
  readonly changed: string;
  readonly run: (org: Org) => Promise<unknown>;
  /** Whether a result matches the answer. */
  readonly isTrue: (outcome: never, answer: string) => boolean;
}

const has = (answer: string, field: string, value: string) =>
  answer.includes(`<${field}>${value}</${field}>`);

const calls: readonly Call[] = [
  {
    name: 'executeAnonymous',
    what: /while running anonymous Apex/,
    answers: {
      executeAnonymous:
        '<result><column>-1</column><compileProblem xsi:nil="true"/><compiled>true</compiled><exceptionMessage xsi:nil="true"/><exceptionStackTrace xsi:nil="true"/><line>-1</line><success>true</success></result>',
    },
    changed: 'executeAnonymous',
    run: (org) => executeAnonymous(org, 'System.debug(1);'),
    isTrue: ({ kind }: { kind: string }, answer) =>
      kind === 'success'
        ? /<compiled>(?:true|1)</.test(answer) && /<success>(?:true|1)</.test(answer)
        : kind === 'exception'
          ? /<success>(?:false|0)</.test(answer)
          : /<compiled>(?:false|0)</.test(answer),
  },
  {
    name: 'checkDeployStatus',
    what: /while asking for the deploy status/,
    answers: {
      deploy: `<result><done>false</done><id>${JOB}</id><state>Queued</state></result>`,
      checkDeployStatus: `<result><checkOnly>false</checkOnly><done>true</done><id>${JOB}</id><details><componentSuccesses><changed>true</changed><componentType>NamedCredential</componentType><created>true</created><deleted>false</deleted><fileName>a</fileName><fullName>A</fullName><success>true</success></componentSuccesses></details><numberComponentsDeployed>1</numberComponentsDeployed><numberComponentsTotal>1</numberComponentsTotal><status>Succeeded</status><success>true</success></result>`,
    },
    changed: 'checkDeployStatus',
    run: (org) => deploy(org, files, { wait: 300 }),
    isTrue: ({ success, id }: { success: boolean; id: string }, answer) =>
      has(answer, 'id', id) && success === has(answer, 'status', 'Succeeded'),
  },
  {
    name: 'deploy',
    what: /while (?:sending the deploy job|asking for the deploy status)/,
    answers: {
      deploy: `<result><done>false</done><id>${JOB}</id><state>Queued</state></result>`,
      checkDeployStatus: `<result><done>true</done><id>${JOB}</id><status>Succeeded</status><success>true</success></result>`,
    },
    changed: 'deploy',
    run: (org) => deploy(org, files, { wait: 300 }),
    isTrue: ({ id }: { id: string }, answer) => has(answer, 'id', id),
  },
  {
    name: 'readMetadata',
    what: /while reading NamedCredential/,
    answers: {
      readMetadata:
        '<result><records xsi:type="NamedCredential"><fullName>A</fullName><label>A</label></records><records xsi:nil="true"/></result>',
    },
    changed: 'readMetadata',
    run: (org) => readMetadata(org, 'NamedCredential', ['A', 'B']),
    isTrue: (found: ReadonlyMap<string, unknown>, answer) =>
      (found.get('A') !== undefined) === has(answer, 'fullName', 'A'),
  },
  {
    name: 'listMetadata',
    what: /while listing Flow/,
    answers: {
      listMetadata:
        '<result><fullName>A</fullName><type>Flow</type></result><result><fullName>B</fullName><type>Flow</type></result>',
    },
    changed: 'listMetadata',
    run: (org) => listMetadata(org, ['Flow']),
    isTrue: (found: readonly { fullName: string }[], answer) =>
      found.every(({ fullName }) => has(answer, 'fullName', fullName)),
  },
  {
    name: 'checkRetrieveStatus',
    what: /while asking for the retrieve|^The retrieve /,
    answers: {
      retrieve: '<result><done>false</done><id>09S000000000001AAA</id><state>Queued</state></result>',
      checkRetrieveStatus: `<result><done>true</done><id>09S000000000001AAA</id><messages><fileName>a</fileName><problem>b</problem></messages><status>Succeeded</status><success>true</success><zipFile>${zipFile}</zipFile></result>`,
    },
    changed: 'checkRetrieveStatus',
    run: (org) => retrieve(org, new Map([['Flow', ['*']]]), { wait: 300 }),
    isTrue: (_outcome, answer) =>
      /<done>(?:true|1)</.test(answer) &&
      has(answer, 'status', 'Succeeded') &&
      has(answer, 'zipFile', zipFile),
  },
];

/** One change of an XML text: of an element's text, of a whole element, or of any character. */
const change = fc.oneof(
  fc.record({
    how: fc.constantFrom('drop', 'nil', 'empty', 'double', 'nest' as const),
    at: fc.nat(60),
  }),
  fc.record({
    how: fc.constant('text' as const),
    at: fc.nat(60),
    text: fc.constantFrom(
      '',
      'true',
      'false',
      '0',
      '1',
      '-1',
      'NaN',
      '1e99',
      'Pending',
      'Failed',
      '\u202E',
      'x'.repeat(5000),
    ),
  }),
  fc.record({ how: fc.constant('cut' as const), at: fc.nat(600) }),
  fc.record({
    how: fc.constant('letter' as const),
    at: fc.nat(600),
    text: fc.constantFrom('<', '&', '"', 'x', ' '),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changedBy(xml: string, one: Change): string {
  if (one.how === 'cut') return xml.slice(0, one.at % xml.length);
  if (one.how === 'letter') {
    const at = one.at % xml.length;
    return xml.slice(0, at) + one.text + xml.slice(at + 1);
  }
  const elements = [...xml.matchAll(/<(\w+)(?: [^>]*)?>([^<]*)<\/\1>|<(\w+) [^>]*\/>/g)];
  const found = elements[one.at % elements.length] as RegExpExecArray;
  const [whole, name = found[3] as string] = found;
  const by = {
    drop: '',
    nil: `<${name} xsi:nil="true"/>`,
    empty: `<${name}/>`,
    double: whole + whole,
    nest: `<${name}><inner>${whole}</inner></${name}>`,
    text: `<${name}>${'text' in one ? one.text : ''}</${name}>`,
  }[one.how];
  return xml.slice(0, found.index) + by + xml.slice(found.index + whole.length);
}

describe.each(calls)('a changed answer to $name', ({ answers, changed, run, what, isTrue }) => {
  it('returns its content, or an error that names the request', async () => {
    let answer = '';
    const answering = ({ path, body }: Received): Answer | undefined => {
      if (!path.includes('/Soap/')) return undefined;
      const name = Object.keys(answers).find((call) => body.includes(`<${call}`)) as string;
      const said = name === changed ? answer : `<${name}Response>${answers[name]}</${name}Response>`;
      return soapBody(said);
    };
    await using server = await fakeSalesforce(answering);
    const org = await connect(
      { kind: 'token', instanceUrl: server.url, accessToken: TOKEN },
      { apiVersion: '66.0', stateDir: '/nowhere' },
    );
    const right = `<${changed}Response>${answers[changed]}</${changed}Response>`;
    let [good, refused] = [0, 0];
    try {
      answer = right;
      expect(isTrue((await run(org)) as never, right)).toBe(true);
      await fc.assert(
        fc.asyncProperty(change, async (one) => {
          answer = changedBy(right, one);
          const outcome = await run(org).then(
            (value) => ({ value }),
            (error: unknown) => ({ error }),
          );
          if ('value' in outcome) {
            good += 1;
            expect(isTrue(outcome.value as never, answer)).toBe(true);
            return;
          }
          refused += 1;
          const { error } = outcome as { error: KeywayError };
          expect(error).toBeInstanceOf(KeywayError);
          expect([
            'UnexpectedAnswer',
            'RetrieveFailed',
            'DeployStillRunning',
            'RetrieveStillRunning',
          ]).toContain(error.code);
          if (!error.code.endsWith('StillRunning')) expect(error.message).toMatch(what);
          expect(error.message.length).toBeLessThan(1000);
        }),
        { seed: 20261127, numRuns: 100, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
      );
    } finally {
      await org.close();
    }
    // Both must occur, or the changes prove nothing.
    expect(Math.min(good, refused)).toBeGreaterThan(5);
  }, 40_000);
});
