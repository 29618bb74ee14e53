import { isPlain, valueAt } from '../config/edit/index.ts';
import { environmentsKey } from '../config/edit/places.ts';
import type { ConfigDocument, ConfigPath } from '../config/index.ts';
import { isLiteralText, isSecretName } from '../config/open-secrets.ts';
import type { PulledComponent } from '../kinds/component-pull.ts';
import type { Config } from '../kinds/config.ts';
import { VariableNames } from '../kinds/variable-names.ts';
import type { Plain } from '../metadata/metadata-type.ts';
import { referenceIn } from './component-edits.ts';
import { mapHeaders, mapOpenParameters } from './headers.ts';
import { findWrittenValues, type WrittenContent } from './keep-references.ts';
import { pathOf } from './types.ts';

/** Components in the config's form, without the secrets that an org shows in clear text. */
export interface HiddenSecrets {
  readonly all: readonly PulledComponent[];
  /** The org's values, by variable. Needed to read the file again; never print them. */
  readonly values: ReadonlyMap<string, string>;
}

/** The file's path and current content. */
interface Present {
  readonly config: Config;
  readonly document: ConfigDocument;
  /** Variables that the file already refers to. */
  readonly variables: readonly string[];
}

/**
 * Replaces header values whose names suggest secrets by references. What the file already has stays: an equal
 * value, a reference, or a header marked as not secret.
 */
export function hideSecrets(all: readonly PulledComponent[], present: Present): HiddenSecrets {
  const names = new VariableNames(present.variables);
  const values = new Map<string, string>();
  const hidden = all.map((wanted) => {
    const { component, config } = wanted;
    const notes: string[] = [];
    const hiddenConfig = mapHeaders(config, pathOf(component), (header, path) => {
      const name = String(path.at(-1));
      const text = textOf(header);
      if (!isSecretName(name) || !isLiteralText(text) || isSettled(text, path, present)) return header;
      const variable = names.next([component.fullName, name]);
      values.set(variable, text);
      const reference = `\${env:${variable}}`;
      notes.push(
        `has the unencrypted header "${name}"; keyway wrote it as ${reference}; set that to the org's value`,
      );
      return isPlain(header) ? { ...header, value: reference } : reference;
    });
    const hide = (name: string, text: string) => {
      const variable = names.next([component.fullName, name]);
      values.set(variable, text);
      const reference = `\${env:${variable}}`;
      notes.push(
        `has the unencrypted parameter "${name}"; keyway wrote it as ${reference}; set that to the org's value`,
      );
      return reference;
    };
    const shown = mapOpenParameters(hiddenConfig, contentAt(present, pathOf(component)), hide);
    return { ...wanted, config: shown as Plain, notes: [...wanted.notes, ...notes] };
  });
  return { all: hidden, values };
}

function contentAt({ config, document }: Present, path: ConfigPath): WrittenContent {
  return {
    resolved: valueAt(config, path),
    written: findWrittenValues(document, config.environment?.name, path),
  };
}

function isSettled(text: string, path: ConfigPath, { config, document }: Present): boolean {
  const currentValue = valueAt(config, path);
  if (currentValue === undefined) return false;
  if (textOf(currentValue) === text || (isPlain(currentValue) && currentValue.secret === false)) return true;
  const environment = config.environment?.name;
  const places = [path, ...(environment === undefined ? [] : [[environmentsKey, environment, ...path]])];
  return places.some((place) =>
    [place, [...place, 'value']].some((at) => referenceIn(document, at, text) !== undefined),
  );
}

function textOf(header: unknown): string {
  const text = isPlain(header) ? header.value : header;
  return typeof text === 'string' ? text : '';
}
