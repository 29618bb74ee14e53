import type { Row, SObjectType, Value } from '../tables.ts';

/**
 * A field of a row in REST: for base64, the address of its bytes (REST API Developer Guide, "Get Blob Data"), else
 * the value.
 */
export const shownValue = (
  type: SObjectType,
  row: Row,
  name: string,
  { base }: { readonly base: string },
): Value => {
  const value = row[name] ?? null;
  const isBlob = type.fields.some((field) => field.name === name && field.type === 'base64');
  return isBlob && value !== null ? `${base}/sobjects/${type.name}/${row.Id}/${name}` : value;
};
