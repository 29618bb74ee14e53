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
