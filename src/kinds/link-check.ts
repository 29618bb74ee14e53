/** One link of the chain as the org shows it when it is read back. */
export interface Check {
  readonly link: string;
  readonly name: string;
  /** null: not provable from here, neither passed nor failed. */
  readonly ok: boolean | null;
  readonly message: string;
  /** Holds, and is to be seen to. */
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

/** Something is broken; what cannot be proven from here is not. */
export function isBroken(checks: readonly Check[]): boolean {
  return checks.some(({ ok }) => ok === false);
}
