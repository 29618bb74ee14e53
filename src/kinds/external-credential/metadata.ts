import type { ExternalCredential as Metadata } from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import type { MetadataType } from '../../metadata/metadata-type.ts';
import { parameterShape, parameters } from './parameters.ts';

export type ExternalCredentialComponent = MetadataComponent<'ExternalCredential', Metadata>;

/** An external credential in the Metadata API: everything except label and description is a parameter. */
export const externalCredentialType: MetadataType<'ExternalCredential', 'externalCredentials', Metadata> = {
  type: 'ExternalCredential',
  noun: 'external credential',
  section: 'externalCredentials',
  folder: 'externalCredentials',
  suffix: 'externalCredential',
  shape: {
    authenticationProtocol: { words: ['AwsSv4', 'Basic', 'Custom', 'Jwt', 'Oauth'] },
    description: 'text',
    externalCredentialParameters: {
      list: parameterShape,
      required: ['parameterName', 'parameterType'],
    },
    label: 'text',
  },
  required: ['authenticationProtocol', 'label'],
  fields: [
    { element: 'label' },
    { element: 'description' },
    { element: 'authenticationProtocol', at: ['authentication', 'protocol'] },
  ],
  parts: [parameters],
  foreignNote: ({ parent, element, value }) =>
    parent.startsWith('externalCredentialParameters.') && element.name === 'principal'
      ? `names the permission set ${value} at a principal, a form from before API 58.0; list the principal under permissionSets instead`
      : undefined,
};
