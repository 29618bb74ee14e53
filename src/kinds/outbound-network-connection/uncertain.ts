/*
 * What keyway takes for true of this type without having seen it in a document that settles it. Each stands here once, so
 * that it can be changed in one place when somebody knows better.
 */

/** What a new connection begins with; an org moves on from it by itself (Metadata API Developer Guide). */
export const firstStatus = 'Unprovisioned';

/** Properties that Salesforce fills in; that a deploy which leaves them out would take them away was not seen. */
export const propertiesOfOrg: readonly string[] = ['AwsVpcEndpointId', 'LinkId'];
