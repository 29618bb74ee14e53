import { componentKey } from '../compare.ts';
import { encryptionKeySettingsName } from '../encryption-key-settings/metadata.ts';
import { normalise } from '../metadata.ts';
import { findAfterPlan, type PlannedComponents } from './chain.ts';
import type { ProbeContext } from './probe-keys.ts';

/** The context for probing keys through the chain that the org will have after the plan. */
export function contextAfterPlan(
  context: Pick<ProbeContext, 'config' | 'sources' | 'localAuthority'>,
  planned: PlannedComponents,
): ProbeContext {
  return {
    ...context,
    find: findAfterPlan(planned),
    replayDetection: settingAfterPlan(planned, 'enableReplayDetection'),
  };
}

/** The value of an encryption key setting after the plan. */
export function settingAfterPlan({ desired, state, plan }: PlannedComponents, name: string): boolean {
  const isChanged = plan.changes.some(({ type }) => type === 'Settings');
  const wanted = isChanged ? desired.components.find(({ type }) => type === 'Settings') : undefined;
  const key = componentKey('Settings', encryptionKeySettingsName);
  const existing = state.components.get(key) ?? state.keys?.components.get(key);
  const value = (wanted && normalise(wanted).get(name)) ?? (existing && normalise(existing).get(name));
  return value === 'true';
}
