import { orgNamespace } from '../org.ts';
import type { ExistingComponent, StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';
import { packageOf } from './principals.ts';

/** Metadata WSDL, FileProperties. */
export interface FileProperties {
  readonly createdById: string;
  readonly createdByName: string;
  readonly createdDate: string;
  readonly fileName: string;
  readonly fullName: string;
  readonly id: string;
  readonly lastModifiedById: string;
  readonly lastModifiedByName: string;
  readonly lastModifiedDate: string;
  readonly manageableState: string;
  readonly namespacePrefix?: string;
  readonly type: string;
}

export const fileProperties = (view: View, component: StoredComponent, fileName: string): FileProperties => {
  const nameOf = (userId: string): string => String(view.get('user', userId)?.Name ?? '');
  const installed = packageOf(component.fullName);
  const namespacePrefix = installed ?? orgNamespace(view);
  return {
    createdById: component.createdById,
    createdByName: nameOf(component.createdById),
    createdDate: component.createdDate,
    fileName,
    fullName: component.fullName,
    id: component.id,
    lastModifiedById: component.lastModifiedById,
    lastModifiedByName: nameOf(component.lastModifiedById),
    lastModifiedDate: component.lastModifiedDate,
    manageableState: installed === undefined ? 'unmanaged' : 'installed',
    ...(namespacePrefix === undefined ? {} : { namespacePrefix }),
    type: component.type,
  };
};

/** The properties of a component that the seed only names. */
export const namedProperties = (view: View, { type, name }: ExistingComponent): FileProperties => {
  const [user] = view.all('user');
  const author = { id: String(user?.Id), name: String(user?.Name) };
  const date = String(user?.CreatedDate ?? new Date(0).toISOString());
  return {
    createdById: author.id,
    createdByName: author.name,
    createdDate: date,
    fileName: `${type}/${name}`,
    fullName: name,
    id: '000000000000000AAA',
    lastModifiedById: author.id,
    lastModifiedByName: author.name,
    lastModifiedDate: date,
    manageableState: 'unmanaged',
    type,
  };
};
