export { certificateMisfits } from './certificate.ts';
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
} from './component.ts';
export { componentTypes, encryptionKeySettingsName } from './component.ts';
export { fromXml } from './from-xml.ts';
export { type Meaning, normalise } from './normalise.ts';
export type { Note } from './notes.ts';
export type { Members } from './package-xml.ts';
export { principalsOf } from './principals.ts';
export {
  type SourceTreeOptions,
  sourceTree,
  type Tree,
  type ZipTreeOptions,
  zipTree,
} from './source-tree.ts';
export { type ConfigComponents, toComponents } from './to-components.ts';
export { type ConfigFromComponents, toConfig } from './to-config.ts';
export { toConnect } from './to-connect.ts';
export { lineOrigin, toXml, type XmlOptions } from './to-xml.ts';
export { omittedSettingsSurelyStay } from './uncertain.ts';
