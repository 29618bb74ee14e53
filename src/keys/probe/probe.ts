import type { ProbeResult, ProbeTarget } from './types.ts';

/**
 * Calls a key service as Salesforce would and checks each thing that Salesforce is known to refuse (reference,
 * sections 6.3 and 6.4). Never throws for what a service does.
 */
export async function probeKey(_target: ProbeTarget): Promise<ProbeResult> {
  throw new Error('not yet');
}
