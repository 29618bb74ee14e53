import { treeAt } from '../config/edit/places.ts';
import type { ConfigDocument } from '../config/index.ts';
import type { Position } from '../errors/index.ts';
import { metadataTypes } from '../kinds/index.ts';
import type { MetadataType } from '../metadata/metadata-type.ts';

const types: readonly MetadataType[] = metadataTypes;

/** The component that a place in a config belongs to (`PermissionSet:AcmeKeyAccess`); undefined for any other place. */
export function componentAt(document: ConfigDocument, at: Position): string | undefined {
  const marks: { readonly at: Position; readonly key: string | undefined }[] = [];
  const collect = (path: readonly string[]) => {
    const map = treeAt(document, path);
    if (map?.kind !== 'map') return;
    for (const [key, { keyAt }] of map.entries) {
      marks.push({ at: keyAt, key: undefined });
      const type = types.find(({ section }) => section === key);
      const section = treeAt(document, [...path, key]);
      if (type === undefined || section?.kind !== 'map') continue;
      if (type.member !== undefined) marks.push({ at: keyAt, key: `${type.type}:${type.member}` });
      else
        for (const [name, entry] of section.entries)
          marks.push({ at: entry.keyAt, key: `${type.type}:${name}` });
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
