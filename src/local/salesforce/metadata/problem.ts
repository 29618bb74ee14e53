/** Why a component was refused, with the position in its file. */
export class ComponentProblem extends Error {
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, place?: { readonly line: number; readonly column: number }) {
    super(message);
    this.name = 'ComponentProblem';
    this.line = place?.line;
    this.column = place?.column;
  }
}
