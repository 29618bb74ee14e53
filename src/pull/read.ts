import { KeywayError } from '../errors/index.ts';
import type { Config } from '../kinds/config.ts';
import { type Component, type ComponentType, fromXml, partOf } from '../kinds/metadata.ts';
import { removeOwnPrefix } from '../kinds/own-namespace.ts';
import { readComponentFiles } from '../kinds/read-components.ts';
import type { XmlElement } from '../metadata/component.ts';
import type { Org } from '../salesforce/index.ts';
import { contentOf, keyOf, type LeftOut } from './types.ts';
import { currentContent, pullOf } from './wanted.ts';

/** The components that were read, and those that couldn't be. */
export interface Read {
  readonly components: readonly Component[];
  readonly leftOut: readonly LeftOut[];
}

type Names = ReadonlyMap<ComponentType, readonly string[]>;

/**
 * Reads components by type and name, and recursively those that they need and that neither the config nor `names`
 * has.
 */
export async function readWithNeeded(org: Org, names: Names, config: Config): Promise<Read> {
  const known = new Set(
    [...names].flatMap(([type, list]) => list.map((fullName) => keyOf({ type, fullName }))),
  );
  let all = await read(org, names, config);
  let last = all.components;
  while (last.length > 0) {
    const needed = new Map<ComponentType, readonly string[]>();
    for (const one of last.flatMap((component) => pullOf(component.type)?.needs?.(component) ?? [])) {
      // A config never contains components of managed packages.
      const isElsewhere = contentOf(config, one) !== undefined || one.fullName.includes('__');
      if (isElsewhere || known.has(keyOf(one))) continue;
      known.add(keyOf(one));
      needed.set(one.type, [...(needed.get(one.type) ?? []), one.fullName]);
    }
    if (needed.size === 0) break;
    const more = await read(org, needed, config);
    all = {
      components: [...more.components, ...all.components],
      leftOut: [...more.leftOut, ...all.leftOut],
    };
    last = more.components;
  }
  return all;
}

/** Reads components by type and name. Leaves out one that keyway can't read or whose kind refuses it. */
async function read(org: Org, names: Names, config: Config): Promise<Read> {
  const documents = await readComponentFiles(org, names);
  const components: Component[] = [];
  const leftOut: LeftOut[] = [];
  for (const [type, list] of names) {
    for (const name of list) {
      const xml = documents.get(type)?.get(name);
      if (xml === undefined) {
        leftOut.push({ type, name, reason: "is listed by the org, but the org doesn't return it" });
        continue;
      }
      const component = parsed(org, type, name, xml, config);
      if (typeof component === 'string') leftOut.push({ type, name, reason: component });
      else components.push(component);
    }
  }
  return { components, leftOut };
}

/** The component, whole or in part as the config has it, or the reason why there is none. */
function parsed(
  org: Org,
  type: ComponentType,
  name: string,
  xml: string | XmlElement,
  config: Config,
): Component | string {
  try {
    const component = removeOwnPrefix(org, fromXml(type, name, xml));
    const pull = pullOf(type);
    if (pull?.isPart?.(component, currentContent(config, component))) return partOf(component);
    return pull?.refusal?.(component) ?? component;
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    return error.message.replace(/^.* cannot be read: /, 'cannot be read: ');
  }
}
