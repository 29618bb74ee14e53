/** One link of the chain, as read back from the org. */
export interface Check {
  readonly link: string;
  readonly name: string;
  /** null: can't be proven from here; neither passed nor failed. */
  readonly ok: boolean | null;
  readonly message: string;
  /** Passed, but needs attention. */
  readonly warning?: true;
}

/** A link that either holds or is broken. */
export function linkCheck(
  link: string,
  name: string,
  ok: boolean,
  { holds, broken }: { readonly holds: string; readonly broken: string },
): Check {
  return { link, name, ok, message: ok ? holds : broken };
}

/** Whether any check failed. A check that can't be proven doesn't count. */
export function isBroken(checks: readonly Check[]): boolean {
  return checks.some(({ ok }) => ok === false);
}
