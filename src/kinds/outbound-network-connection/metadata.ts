import type {
  OutboundNetworkConnection as Metadata,
  OutboundNetworkConnProperty,
} from '@salesforce/types/metadata';
import type { MetadataComponent } from '../../metadata/component.ts';
import type { MetadataType, Part, Plain } from '../../metadata/metadata-type.ts';
import type { Shape } from '../../metadata/shape.ts';
import { firstStatus, propertiesOfOrg } from './uncertain.ts';

export type OutboundNetworkConnectionComponent = MetadataComponent<'OutboundNetworkConnection', Metadata>;

const propertyShape: Shape<OutboundNetworkConnProperty> = { propertyName: 'text', propertyValue: 'text' };

/** Config fields and their properties, in the order of Salesforce's sample. */
const known: Readonly<Record<string, string>> = {
  Region: 'region',
  AwsVpcEndpointServiceName: 'serviceName',
};

const properties: Part = {
  element: 'outboundNetworkConnProperties',
  render: (config, path) =>
    Object.entries(known).map(([propertyName, field]) => ({
      item: { propertyName, propertyValue: config[field] },
      origin: [...path, field],
    })),
  read: (items, config) => ({
    config: {
      ...config,
      ...Object.fromEntries(
        items.flatMap(({ propertyName, propertyValue }) => {
          const field = known[String(propertyName)];
          return field === undefined ? [] : [[field, propertyValue]];
        }),
      ),
    },
    notes: others(items).map(
      ({ propertyName }) => `has the property ${propertyName}, which a config can't express`,
    ),
  }),
  addMeaning(items, entries) {
    for (const { propertyName, propertyValue } of items)
      if (!propertiesOfOrg.includes(String(propertyName)))
        entries.put(`properties.${propertyName}`, propertyValue);
  },
};

function others(items: readonly Plain[]): readonly Plain[] {
  return items.filter(
    ({ propertyName }) =>
      known[String(propertyName)] === undefined && !propertiesOfOrg.includes(String(propertyName)),
  );
}

/** A private connection in the Metadata API. Its status belongs to the org. */
export const outboundNetworkConnectionType: MetadataType<
  'OutboundNetworkConnection',
  'outboundNetworkConnections',
  Metadata
> = {
  type: 'OutboundNetworkConnection',
  noun: 'outbound network connection',
  section: 'outboundNetworkConnections',
  folder: 'outboundNetworkConnections',
  suffix: 'outboundNetworkConnection',
  shape: {
    connectionType: { words: ['AwsPrivateLink', 'DataCloudPrivateConnection'] },
    description: 'text',
    isActive: 'boolean',
    label: 'text',
    outboundNetworkConnProperties: { list: propertyShape, required: ['propertyName', 'propertyValue'] },
    status: {
      words: [
        'Allocating',
        'DeletedRemotely',
        'PendingAcceptance',
        'PendingActivation',
        'Ready',
        'RejectedRemotely',
        'TeardownInProgress',
        'Unprovisioned',
      ],
    },
  },
  required: ['connectionType', 'label', 'status'],
  fields: [
    { element: 'label' },
    { element: 'description' },
    { element: 'isActive', defaultValue: true },
    { element: 'connectionType', fixed: 'AwsPrivateLink' },
    { element: 'status', fixed: firstStatus, isChangedByOrg: true },
  ],
  parts: [properties],
};
