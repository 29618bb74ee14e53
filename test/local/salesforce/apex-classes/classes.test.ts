import { afterEach, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { closeAll, startOrg } from '../client.ts';
import { packageXml } from '../samples.ts';
import { both, classFiles, rotate, rotateTest } from './classes.ts';

afterEach(closeAll);

const problemOf = async (body: string, name = 'A') => {
  const { deploy } = await startOrg();
  const { failures } = await deploy(classFiles({ [name]: body }));
  return failures.map(({ problem, lineNumber, columnNumber }) => [problem, lineNumber, columnNumber]);
};

describe('A class', () => {
  it('is deployed, queried and returned as written', async () => {
    const { deploy, query, soap } = await startOrg();
    const { status, successes } = await deploy(both);
    expect(status).toBe('Succeeded');
    expect(successes).toContainEqual(
      expect.objectContaining({ fullName: 'Rotate', componentType: 'ApexClass', created: true }),
    );
    const { body } = await query(
      "SELECT Name, Body, ApiVersion, Status FROM ApexClass WHERE Name = 'Rotate'",
    );
    expect(body.records).toMatchObject([{ Name: 'Rotate', Body: rotate, ApiVersion: 66, Status: 'Active' }]);
    const read = await soap(
      'm',
      '<readMetadata><type>ApexClass</type><fullNames>Rotate</fullNames></readMetadata>',
    );
    expect(read.text).toContain(Buffer.from(rotate).toString('base64'));
    expect((await deploy(both)).successes).toContainEqual(
      expect.objectContaining({ fullName: 'Rotate', changed: false }),
    );
  });

  it('is retrieved as two files', async () => {
    const { deploy, soap } = await startOrg();
    await deploy(both);
    const members = '<types><members>*</members><name>ApexClass</name></types><version>66.0</version>';
    const sent = await soap(
      'm',
      `<retrieve><retrieveRequest><apiVersion>66.0</apiVersion><singlePackage>true</singlePackage><unpackaged>${members}</unpackaged></retrieveRequest></retrieve>`,
    );
    const id = /<id>(\w+)<\/id>/.exec(sent.text)?.[1];
    let text = '';
    while (!text.includes('<zipFile>'))
      ({ text } = await soap(
        'm',
        `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId><includeZip>true</includeZip></checkRetrieveStatus>`,
      ));
    const files = unzipSync(Buffer.from(/<zipFile>([^<]+)/.exec(text)?.[1] ?? '', 'base64'));
    expect(Buffer.from(files['classes/Rotate.cls'] ?? []).toString()).toBe(rotate);
    expect(Buffer.from(files['classes/Rotate.cls-meta.xml'] ?? []).toString()).toBe(
      both['classes/Rotate.cls-meta.xml'],
    );
  });

  it("fails at its line if it doesn't compile", async () => {
    expect(await problemOf('public class A {\n  public void f() {\n    Integer i = x;\n  }\n}')).toEqual([
      ['Variable does not exist: x', 3, 17],
    ]);
    expect(await problemOf('public class A {\n  public void f() {\n    Integer i = ;\n  }\n}')).toEqual([
      [expect.stringContaining("Unexpected token ';'"), 3, 17],
    ]);
  });

  it.each([
    ['class A {}', 'Top-level type must have public or global visibility'],
    ['public class B {}', '[local org] the file A.cls declares the class B'],
    [
      'public class A implements Schedulable {}',
      'Class A must implement the method: void System.Schedulable.execute(System.SchedulableContext)',
    ],
    ['public class A { Integer f() { } }', 'Missing return statement required return type: Integer'],
    [
      'public class A { Integer f() { if (true) { return 1; } } }',
      'Missing return statement required return type: Integer',
    ],
    ['public class A { void f() { return 1; } }', 'Void method must not return a value'],
    ["public class A { Integer f() { return 'x'; } }", 'Illegal assignment from String to Integer'],
    [
      'public class A { void f() { g(); } }',
      'Method does not exist or incorrect signature: void g() from the type A',
    ],
    [
      'public class A { void g() {} static void f() { g(); } }',
      'Non static method cannot be referenced from a static context: void g()',
    ],
    ['public class A { void f() {} void F() {} }', 'Method already defined: F()'],
    ['public class A { void f() { Object o = new A(1); } }', 'Constructor not defined: [A].<Constructor>()'],
  ])('%s', async (body, problem) => {
    expect((await problemOf(body))[0]?.[0]).toBe(problem);
  });

  it.each([
    ['public class A { Integer i; }', 'fields, properties, constructors and types within a class'],
    ['public class A { class B {} }', 'fields, properties, constructors and types within a class'],
    ['public virtual class A {}', 'the modifier virtual'],
    ['public class A extends B {}', 'classes that extend another'],
    ['public class A implements Queueable {}', 'the interface queueable'],
    ['public class A { @future static void f() {} }', 'the modifier @future'],
    ['public interface A {}', 'interfaces and enums in files of their own'],
  ])('%s is refused by name', async (body, what) => {
    expect((await problemOf(body))[0]?.[0]).toBe(`[local org] not emulated: ${what}`);
  });

  it('stays while another class refers to it, and can be deleted together with that', async () => {
    const { deploy, query } = await startOrg();
    await deploy(both);
    const remove = (...names: readonly string[]) =>
      deploy({
        'package.xml': packageXml([]),
        'destructiveChanges.xml': packageXml(names.map((name) => `ApexClass/${name}`)),
      });
    const refused = await remove('Rotate');
    expect(refused.status).toBe('Failed');
    expect(refused.failures[0].problem).toContain('rotatetest: ');
    expect((await remove('Rotate', 'RotateTest')).status).toBe('Succeeded');
    expect((await query('SELECT Id FROM ApexClass')).body.totalSize).toBe(0);
  });

  it('needs Author Apex', async () => {
    const { deploy, org } = await startOrg({
      seed: { users: [{ username: 'u@acme.example', permissions: ['ApiEnabled', 'ModifyMetadata'] }] },
    });
    const { failures } = await deploy(both, {}, org.users[1]?.accessToken);
    expect(failures).toHaveLength(2);
  });
});

describe('Tests of a deploy', () => {
  const specified = { testLevel: 'RunSpecifiedTests', runTests: ['RotateTest'] };

  it('really run, and their changes are rolled back', async () => {
    const { deploy, query } = await startOrg();
    const { status, result } = await deploy(both, specified);
    expect(status).toBe('Succeeded');
    expect(result).toMatchObject({ numberTestsTotal: 2, numberTestsCompleted: 2, numberTestErrors: 0 });
    const { runTestResult } = result.details;
    expect(runTestResult.successes.map(({ methodName }: { methodName: string }) => methodName)).toEqual([
      'rotatesWhatSalesforceMade',
      'leavesOthersAlone',
    ]);
    expect(runTestResult.codeCoverage).toMatchObject([
      { name: 'Rotate', numLocations: 3, numLocationsNotCovered: 0 },
    ]);
    expect((await query('SELECT Id FROM TenantSecret')).body.totalSize).toBe(1);
  });

  it('make the deploy fail if they fail, with method, message and line', async () => {
    const { deploy, query } = await startOrg();
    const RotateTest = rotateTest.replace('before + 1', 'before');
    const { status, result } = await deploy(classFiles({ Rotate: rotate, RotateTest }), specified);
    expect(status).toBe('Failed');
    expect(result.details.runTestResult.failures).toMatchObject([
      {
        name: 'RotateTest',
        methodName: 'rotatesWhatSalesforceMade',
        message: 'System.AssertException: Assertion Failed: Expected: 1, Actual: 2',
        stackTrace: 'Class.RotateTest.rotatesWhatSalesforceMade: line 7, column 1',
      },
    ]);
    expect((await query('SELECT Id FROM ApexClass')).body.totalSize).toBe(0);
  });

  it('make it fail if they cover too little, line by line', async () => {
    const { deploy } = await startOrg();
    const RotateTest =
      '@IsTest private class RotateTest { @IsTest static void t() { System.assert(true); } }';
    const { status, result } = await deploy(classFiles({ Rotate: rotate, RotateTest }), specified);
    expect(status).toBe('Failed');
    const { codeCoverage, codeCoverageWarnings } = result.details.runTestResult;
    expect(codeCoverage[0].locationsNotCovered.map(({ line }: { line: number }) => line)).toEqual([3, 4, 10]);
    expect(codeCoverageWarnings).toMatchObject([
      {
        name: 'Rotate',
        message: 'Your code coverage is 0%. You need at least 75% coverage to complete this deployment.',
      },
    ]);
  });

  it('are all local ones in production, by default', async () => {
    const { deploy } = await startOrg({ kind: 'production' });
    expect((await deploy(both)).result).toMatchObject({ status: 'Succeeded', numberTestsTotal: 2 });
    const alone = await (await startOrg({ kind: 'production' })).deploy(classFiles({ Rotate: rotate }));
    expect(alone).toMatchObject({ status: 'Failed', failures: [] });
    expect((await (await startOrg()).deploy(classFiles({ Rotate: rotate }))).result).toMatchObject({
      status: 'Succeeded',
      numberTestsTotal: 0,
    });
  });

  it("are reported if they don't exist", async () => {
    const { deploy } = await startOrg();
    const { result } = await deploy(both, { testLevel: 'RunSpecifiedTests', runTests: ['Nope'] });
    expect(result).toMatchObject({
      status: 'Failed',
      errorMessage: '[local org] there is no test class Nope',
    });
  });
});
