import { KeywayError } from '../errors/index.ts';
import { certificateMisfits } from '../kinds/certificate/metadata.ts';
import { type Component, type ComponentType, fromXml } from '../kinds/metadata.ts';
import { type Org, readComponents } from '../salesforce/index.ts';
import type { LeftOut } from './types.ts';

/** What was read, and what could not be. */
export interface Read {
  readonly components: readonly Component[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Components by type and name. One that keyway cannot read, a certificate that it would not make, or a permission set
 * that grants other things than access to credentials, is left out: a deploy of its config would take those away.
 */
export async function read(org: Org, names: ReadonlyMap<ComponentType, readonly string[]>): Promise<Read> {
  const documents = await readComponents(org, names);
  const components: Component[] = [];
  const leftOut: LeftOut[] = [];
  for (const [type, list] of names) {
    for (const name of list) {
      const xml = documents.get(type)?.get(name);
      if (xml === undefined) {
        leftOut.push({ type, name, reason: 'is listed by the org, which then does not return it' });
        continue;
      }
      const component = parsed(type, name, xml);
      if ('reason' in component) leftOut.push(component);
      else components.push(component);
    }
  }
  return { components, leftOut };
}

function parsed(type: ComponentType, name: string, xml: string): Component | LeftOut {
  try {
    const component = fromXml(type, name, xml);
    if (component.type === 'Certificate') {
      const misfits = certificateMisfits(component);
      if (misfits.length === 0) return component;
      return {
        type,
        name,
        reason: `${misfits.join(', ')}: keyway makes no such certificate, and changes none`,
      };
    }
    const others = (component.foreign ?? []).filter(({ reserved }) => !reserved);
    if (type !== 'PermissionSet' || others.length === 0) return component;
    const kinds = [...new Set(others.map(({ path }) => path))];
    const more = kinds.length > 3 ? ` and ${kinds.length - 3} more` : '';
    const reason = `grants other things too (${kinds.slice(0, 3).join(', ')}${more}), which a deploy would take away; give the principals a permission set of their own`;
    return { type, name, reason };
  } catch (error) {
    if (!(error instanceof KeywayError)) throw error;
    return { type, name, reason: error.message.replace(/^.* cannot be read: /, 'cannot be read: ') };
  }
}
