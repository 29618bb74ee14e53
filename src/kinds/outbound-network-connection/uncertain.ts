/* Assumptions about this type that no document settles. Each is here once, so that a correction touches one place. */

/** The status of a new connection. The org itself changes it later (Metadata API Developer Guide). */
export const firstStatus = 'Unprovisioned';

/** Properties that Salesforce fills in. keyway assumes that a deploy which leaves them out may delete them. */
export const propertiesOfOrg: readonly string[] = ['AwsVpcEndpointId', 'LinkId'];
