import { boolean, complex, enumeration, many, required, since, string } from './shape.ts';

/** Metadata WSDL 66.0, OutboundNetworkConnection, without the properties that only Data Cloud has. */
export const outboundNetworkConnection = complex('OutboundNetworkConnection', {
  connectionType: required({
    type: enumeration('ExternalConnectionType', ['AwsPrivateLink', 'DataCloudPrivateConnection']),
  }),
  description: string,
  isActive: required(boolean),
  label: required(string),
  outboundNetworkConnProperties: since(
    49,
    many(
      complex('OutboundNetworkConnProperty', {
        propertyName: required({
          type: enumeration('OutboundConnPropertyName', [
            'LinkId',
            'Region',
            'AwsVpcEndpointId',
            'AwsVpcEndpointServiceName',
            'ProxyUrl',
          ]),
        }),
        propertyValue: required(string),
      }),
    ),
  ),
  status: required({
    type: enumeration('ExternalConnectionStatus', [
      'Unprovisioned',
      'Allocating',
      'PendingAcceptance',
      'PendingActivation',
      'RejectedRemotely',
      'DeletedRemotely',
      'TeardownInProgress',
      'Ready',
    ]),
  }),
});
