export type {
  Component,
  ComponentType,
  ConfigPath,
  ExternalCredentialComponent,
  ForeignElement,
  NamedCredentialComponent,
  Origins,
  PermissionSetComponent,
  SettingsComponent,
  XmlElement,
} from '../metadata/component.ts';
export { componentTypes, encryptionKeySettingsName } from '../metadata/component.ts';
export { fromXml } from '../metadata/from-xml.ts';
export { type Meaning, normalise } from '../metadata/normalise.ts';
export type { Note } from '../metadata/notes.ts';
export type { Members } from '../metadata/package-xml.ts';
export {
  type SourceTreeOptions,
  sourceTree,
  type Tree,
  type ZipTreeOptions,
  zipTree,
} from '../metadata/source-tree.ts';
export { type ConfigComponents, toComponents } from '../metadata/to-components.ts';
export { type ConfigFromComponents, toConfig } from '../metadata/to-config.ts';
export { lineOrigin, toXml, type XmlOptions } from '../metadata/to-xml.ts';
export { certificateMisfits } from './certificate/metadata.ts';
export { toConnect } from './external-credential/connect.ts';
export { principalsOf } from './external-credential/principals.ts';
export { omittedSettingsSurelyStay } from './external-credential/uncertain.ts';
