import { isOtherwise } from '../assumptions.ts';
import { orgNamespace } from '../org.ts';
import type { ComponentBody, StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { REFERENCES_WITH_NAMESPACE, SECRET_PLACEHOLDERS } from '../uncertain.ts';
import { type XmlFields, xmlDocument } from '../xml/write.ts';
import { packageOf } from './principals.ts';
import { type ComplexShape, METADATA_NAMESPACE } from './shapes/shape.ts';
import { metadataType } from './types.ts';

/**
 * A component in an API version: without later fields, without secrets, and with the org's namespace in references
 * to its own components.
 */
export const shownFields = (view: View, component: StoredComponent, apiVersion: number): XmlFields => {
  const shape = metadataType(component.type)?.shape;
  if (shape === undefined) return {};
  // Legacy files that orgs returned never contain the type.
  const { namedCredentialType: type, ...untyped } = component.body;
  const isUntyped = type === 'Legacy' && !isOtherwise(view, 'legacyTypeIsWritten');
  const fields = withOtherNames(view, fieldsOf(isUntyped ? untyped : component.body, shape, apiVersion));
  const namespace = orgNamespace(view);
  return namespace === undefined ? fields : withNamespace(fields, namespace);
};

const withOtherNames = (view: View, fields: XmlFields): XmlFields =>
  isOtherwise(view, 'otherParameterNames')
    ? JSON.parse(JSON.stringify(fields).replaceAll('"AwsStsExternalId"', '"AwsExternalId"'))
    : fields;

const withNamespace = (fields: XmlFields, namespace: string): XmlFields =>
  JSON.parse(JSON.stringify(fields), (name, value) =>
    REFERENCES_WITH_NAMESPACE.includes(name) && typeof value === 'string' && packageOf(value) === undefined
      ? `${namespace}__${value}`
      : value,
  );

const fieldsOf = (body: ComponentBody, shape: ComplexShape, apiVersion: number): XmlFields => {
  const fields: Record<string, XmlFields[string]> = {};
  for (const [name, value] of Object.entries(body)) {
    const rule = shape.elements[name];
    if (rule?.secret && SECRET_PLACEHOLDERS[name] !== undefined) fields[name] = SECRET_PLACEHOLDERS[name];
    if (rule === undefined || rule.secret || (rule.since ?? 0) > apiVersion) continue;
    const { type } = rule;
    if (typeof type !== 'object' || type.kind !== 'complex') fields[name] = value as string;
    else fields[name] = (value as ComponentBody[]).map((item) => fieldsOf(item, type, apiVersion));
  }
  return fields;
};

/** The element of a component and its WSDL type. Each kind of settings has its own type. */
export const elementOf = ({ type }: StoredComponent): string => metadataType(type)?.shape.name ?? type;

/** The file that a retrieve writes. */
export const renderComponent = (view: View, component: StoredComponent, apiVersion: number): string =>
  xmlDocument(elementOf(component), METADATA_NAMESPACE, shownFields(view, component, apiVersion));
