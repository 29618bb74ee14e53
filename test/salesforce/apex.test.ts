import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apexString, connect, executeAnonymous } from '../../src/salesforce/index.ts';
import { type Answer, fakeSalesforce, soapBody, soapFault, TOKEN } from './fake-salesforce.ts';

describe('apexString', () => {
  it('keeps quotes, backslashes, lines, control characters and lone surrogates', () => {
    expect(apexString(`'); delete [SELECT Id FROM User]; //`)).toBe(
      `'\\'); delete [SELECT Id FROM User]; //'`,
    );
    expect(apexString('a\\u0027\n\r\t\0\u2028😀\uD800é')).toBe(
      "'a\\\\u0027\\n\\r\\t\\u0000\\u2028😀\\uD800é'",
    );
  });

  it('stands for exactly the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const literal = apexString(text);
        expect(literal).not.toMatch(/[\n\r\0]/);
        const read = literal.slice(1, -1).replace(/\\(u[0-9A-F]{4}|.)/g, (_, code: string) => {
          if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
          return { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[code] ?? code;
        });
        expect(read).toBe(text);
      }),
    );
  });
});

describe('executeAnonymous', () => {
  const run = async (answer: Answer, source = 'System.debug(1);', log = false) => {
    await using server = await fakeSalesforce(({ path }) =>
      path.startsWith('/services/Soap/s/') ? answer : undefined,
    );
    const org = await connect(
      { kind: 'token', instanceUrl: server.url, accessToken: TOKEN },
      { apiVersion: '66.0', stateDir: '/nowhere' },
    );
    try {
      const result = await executeAnonymous(org, source, { log });
      return { result, request: server.received.at(-1) };
    } finally {
      await org.close();
    }
  };
  const answer = (fields: string, header = '') =>
    soapBody(
      `<executeAnonymousResponse xmlns="http://soap.sforce.com/2006/08/apex"><result>${fields}</result></executeAnonymousResponse>`,
      header,
    );
  const ok =
    '<column>-1</column><compileProblem xsi:nil="true"/><compiled>true</compiled><exceptionMessage xsi:nil="true"/><exceptionStackTrace xsi:nil="true"/><line>-1</line><success>true</success>';

  it('sends the source in the body, escaped, with the session', async () => {
    const { result, request } = await run(answer(ok), `String s = '<a>&"';`);
    expect(result).toEqual({ kind: 'success' });
    expect(request).toMatchObject({ method: 'POST', path: '/services/Soap/s/66.0' });
    expect(request?.body).toContain('<String>String s = &apos;&lt;a&gt;&amp;&quot;&apos;;</String>');
    expect(request?.body).toContain(`<sessionId>${TOKEN}</sessionId>`);
  });

  it('reports a compile error with its position', async () => {
    const { result } = await run(
      answer(
        '<column>8</column><compileProblem>Unexpected token &#39;&lt;&#39;.</compileProblem><compiled>false</compiled><line>3</line><success>false</success>',
      ),
    );
    expect(result).toEqual({ kind: 'compile problem', line: 3, column: 8, problem: "Unexpected token '<'." });
  });

  it('reports an exception with its stack, and returns the requested log', async () => {
    const header =
      '<soapenv:Header><DebuggingInfo xmlns="http://soap.sforce.com/2006/08/apex"><debugLog>66.0 APEX_CODE,DEBUG\n  x </debugLog></DebuggingInfo></soapenv:Header>';
    const { result, request } = await run(
      answer(
        '<column>-1</column><compiled>true</compiled><exceptionMessage>System.DmlException: Insert failed.</exceptionMessage><exceptionStackTrace>AnonymousBlock: line 1, column 1</exceptionStackTrace><success>false</success>',
        header,
      ),
      'insert x;',
      true,
    );
    expect(result).toEqual({
      kind: 'exception',
      message: 'System.DmlException: Insert failed.',
      stack: 'AnonymousBlock: line 1, column 1',
      log: '66.0 APEX_CODE,DEBUG\n  x ',
    });
    expect(request?.body).toContain('<DebuggingHeader>');
  });

  it('refuses an answer with a DOCTYPE, and a malformed one', async () => {
    await expect(
      run({
        text: '<!DOCTYPE x [<!ENTITY e "true">]><Envelope><Body><r><result><success>&e;</success></result></r></Body></Envelope>',
      }),
    ).rejects.toMatchObject({ code: 'UnexpectedAnswer' });
    await expect(run({ text: 'OK' })).rejects.toMatchObject({ code: 'UnexpectedAnswer' });
    await expect(run(answer(''))).rejects.toMatchObject({ code: 'UnexpectedAnswer' });
  });

  it('is never sent twice', async () => {
    await using server = await fakeSalesforce(({ path }) =>
      path.startsWith('/services/Soap') ? (response) => response.destroy() : undefined,
    );
    const org = await connect(
      { kind: 'token', instanceUrl: server.url, accessToken: TOKEN },
      { apiVersion: '66.0', stateDir: '/nowhere' },
    );
    await expect(executeAnonymous(org, 'x')).rejects.toMatchObject({
      code: 'ConnectionLost',
      message: expect.stringContaining('while running anonymous Apex'),
    });
    expect(server.calls().filter((call) => call.includes('Soap'))).toHaveLength(1);
    await org.close();
  });

  it("returns Salesforce's message for a fault", async () => {
    await expect(run(soapFault('INSUFFICIENT_ACCESS', 'no Author Apex'))).rejects.toMatchObject({
      code: 'Forbidden',
      message: expect.stringContaining('no Author Apex'),
    });
  });
});
