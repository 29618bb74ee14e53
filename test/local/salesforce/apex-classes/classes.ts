import type { Files } from '../client.ts';
import { packageXml } from '../samples.ts';

export const rotate = `public with sharing class Rotate implements Schedulable {
    public void execute(SchedulableContext context) {
        if (mayRotate([SELECT Source FROM TenantSecret WHERE Type = 'Data' AND Status = 'ACTIVE'])) {
            insert new TenantSecret(Type = 'Data', Description = 'by the scheduler');
        }
    }

    @TestVisible
    private static Boolean mayRotate(List<TenantSecret> active) {
        return active.size() == 1 && active[0].Source == 'HSM';
    }
}
`;

export const rotateTest = `@IsTest
private class RotateTest {
    @IsTest
    static void rotatesWhatSalesforceMade() {
        Integer before = [SELECT COUNT() FROM TenantSecret];
        new Rotate().execute(null);
        System.assertEquals(before + 1, [SELECT COUNT() FROM TenantSecret]);
    }

    @IsTest
    static void leavesOthersAlone() {
        List<TenantSecret> none = new List<TenantSecret>();
        System.assert(!Rotate.mayRotate(none), 'nothing is active');
        none.add(new TenantSecret(Source = 'UPLOADED'));
        System.assert(!Rotate.mayRotate(none));
    }
}
`;

/** The files of a deploy of classes, by name. */
export const classFiles = (classes: Readonly<Record<string, string>>, apiVersion = '66.0'): Files => ({
  'package.xml': packageXml(Object.keys(classes).map((name) => `ApexClass/${name}`)),
  ...Object.fromEntries(
    Object.entries(classes).flatMap(([name, body]) => [
      [`classes/${name}.cls`, body],
      [
        `classes/${name}.cls-meta.xml`,
        `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>${apiVersion}</apiVersion>
    <status>Active</status>
</ApexClass>
`,
      ],
    ]),
  ),
});

export const both = classFiles({ Rotate: rotate, RotateTest: rotateTest });
