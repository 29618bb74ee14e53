import type { XmlValue } from '../xml/write.ts';
import type { SoapCall } from './mount.ts';

export type MetadataOperation = (call: SoapCall) => XmlValue | Promise<XmlValue>;

export type MetadataOperations = Readonly<Record<string, MetadataOperation>>;
