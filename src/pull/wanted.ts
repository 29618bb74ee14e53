import { isPlain } from '../config/edit/index.ts';
import type { Answer, ComponentPull, PulledComponent } from '../kinds/component-pull.ts';
import type { Config } from '../kinds/config.ts';
import { type Component, type ComponentType, toConfig } from '../kinds/metadata.ts';
import { componentPulls } from '../kinds/pulls.ts';
import type { Plain } from '../metadata/metadata-type.ts';
import { contentOf } from './types.ts';

/** What orgs answered in addition to their metadata, by type. */
export type Answers = ReadonlyMap<ComponentType, Answer>;

/** What the component's kind adds to a pull. */
export function pullOf(type: ComponentType): ComponentPull | undefined {
  return componentPulls.find((pull) => pull.type === type);
}

/** The config's current content for a component; undefined if it has none. */
export function currentContent(config: Config, component: Component): Plain | undefined {
  const found = contentOf(config, component);
  return isPlain(found) ? found : undefined;
}

/** A component in the config's form. */
export function toPulledForm(
  component: Component,
  current: Plain | undefined,
  answers: Answers,
): PulledComponent {
  const { notes, ...sections } = toConfig([component]);
  const config = contentOf(sections, component) as Plain;
  const plain = { component, config, notes: notes.map(({ message }) => message) };
  const say = answers.get(component.type)?.addFields;
  return say ? say(plain, current) : (pullOf(component.type)?.addFields?.(plain, current) ?? plain);
}
