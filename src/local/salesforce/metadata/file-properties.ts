import { orgNamespace } from '../org.ts';
import type { StoredComponent } from '../store/collections.ts';
import type { View } from '../store/database.ts';

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
  const namespacePrefix = orgNamespace(view);
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
    manageableState: 'unmanaged',
    ...(namespacePrefix === undefined ? {} : { namespacePrefix }),
    type: component.type,
  };
};
