/** Connect REST API Developer Guide, External Credential, "JSON example for creating an external credential (POST)". */
export const SAMPLE_AWS = {
  developerName: 'SampleAws',
  masterLabel: 'SampleAwsLabel',
  authenticationProtocol: 'AwsSv4' as const,
  authenticationProtocolVariant: 'AwsSv4_STS',
  parameters: [
    { parameterName: 'AwsService', parameterType: 'AuthParameter', parameterValue: 'dynamodb' },
    { parameterName: 'AwsRegion', parameterType: 'AuthParameter', parameterValue: 'us-west-2' },
    { parameterName: 'AwsAccountId', parameterType: 'AuthParameter', parameterValue: 'sampleAccountId' },
    {
      parameterName: 'AwsStsExternalId',
      parameterType: 'AuthProviderUrlQueryParameter',
      parameterValue: 'sampleExternalId',
    },
    {
      parameterName: 'AwsStsDuration',
      parameterType: 'AuthProviderUrlQueryParameter',
      parameterValue: '1000',
    },
  ],
  principals: [
    { principalName: 'SamplePrincipal', principalType: 'NamedPrincipal' as const, sequenceNumber: 1 },
  ],
  customHeaders: [{ headerName: 'SampleHeader', headerValue: 'SampleHeaderValue', sequenceNumber: 1 }],
};
