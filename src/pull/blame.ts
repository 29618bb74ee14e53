import { treeAt } from '../config/edit/places.ts';
import type { ConfigDocument } from '../config/index.ts';
import type { Position } from '../errors/index.ts';
import { encryptionKeySettingsName } from '../kinds/encryption-key-settings/metadata.ts';
import { componentTypes } from '../kinds/metadata.ts';
import { sections } from './types.ts';

/** The component that a place in a config belongs to (`NamedCredential:AcmeKeys`); undefined for any other place. */
export function componentAt(document: ConfigDocument, at: Position): string | undefined {
  const marks: { readonly at: Position; readonly key: string | undefined }[] = [];
  const collect = (path: readonly string[]) => {
    const map = treeAt(document, path);
    if (map?.kind !== 'map') return;
    for (const [key, { keyAt }] of map.entries) {
      marks.push({ at: keyAt, key: undefined });
      const type = componentTypes.find((one) => sections[one] === key);
      const section = treeAt(document, [...path, key]);
      if (type === undefined || section?.kind !== 'map') continue;
      if (type === 'Settings') marks.push({ at: keyAt, key: `Settings:${encryptionKeySettingsName}` });
      else
        for (const [name, entry] of section.entries) marks.push({ at: entry.keyAt, key: `${type}:${name}` });
    }
  };
  collect([]);
  for (const { name } of document.environments) collect(['environments', name]);
  const before = marks.filter(({ at: mark }) => compare(mark, at) <= 0);
  return before.sort((left, right) => compare(left.at, right.at)).at(-1)?.key;
}

function compare(left: Position, right: Position): number {
  return left.line - right.line || left.column - right.column;
}
