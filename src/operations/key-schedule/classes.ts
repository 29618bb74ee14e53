import { xmlText } from '../../metadata/xml-writer.ts';
import { apexString, fillApex, readTemplate } from '../../salesforce/index.ts';

/** The Apex classes that rotate one type of tenant secret. */
export interface RotationClasses {
  readonly className: string;
  readonly testClassName: string;
  /** Source text by class name. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The description of keys that the scheduler creates. */
export const scheduledDescription = 'keyway: scheduled rotation';

/**
 * The class and test class for a type, the same on every run. The type is part of their names, so it may contain
 * only letters and digits; see `requireRotatable`.
 */
export function rotationClasses(type: string): RotationClasses {
  const className = `KeywayRotate${type}`;
  const testClassName = `${className}Test`;
  const lists = {
    className: [className],
    testClassName: [testClassName],
    type: [apexString(type)],
    description: [apexString(scheduledDescription)],
  };
  return {
    className,
    testClassName,
    texts: new Map([
      [className, fillApex(readTemplate('apex/rotate-key.cls'), lists)],
      [testClassName, fillApex(readTemplate('apex/rotate-key-test.cls'), lists)],
    ]),
  };
}

/** The files of a deploy of these classes, by path in the zip. */
export function classFiles({ texts }: RotationClasses, apiVersion: string): ReadonlyMap<string, string> {
  const metadata = xmlText('ApexClass', [leaf('apiVersion', apiVersion), leaf('status', 'Active')]);
  const classes = [...texts].flatMap(([name, text]) => [
    [`classes/${name}.cls`, text] as const,
    [`classes/${name}.cls-meta.xml`, metadata] as const,
  ]);
  return new Map([...classes, ['package.xml', manifest([...texts.keys()], apiVersion)]]);
}

/** The files of a deploy that deletes classes of these names. */
export function removalFiles(names: readonly string[], apiVersion: string): ReadonlyMap<string, string> {
  return new Map([
    ['package.xml', manifest([], apiVersion)],
    ['destructiveChangesPost.xml', manifest(names)],
  ]);
}

function manifest(names: readonly string[], apiVersion?: string): string {
  const content = [
    ...[...names].sort().map((name) => ({ name: 'members', content: name })),
    { name: 'name', content: 'ApexClass' },
  ];
  return xmlText('Package', [
    ...(names.length > 0 ? [{ element: { name: 'types', content }, key: 'types' }] : []),
    ...(apiVersion === undefined ? [] : [leaf('version', apiVersion)]),
  ]);
}

const leaf = (name: string, content: string) => ({ element: { name, content }, key: name });
