/** One line of a deploy's result (Metadata WSDL, DeployMessage), without its date, which is the job's. */
export interface DeployMessage {
  readonly changed: boolean;
  readonly columnNumber?: number;
  readonly componentType: string;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly fileName: string;
  readonly fullName: string;
  readonly id?: string;
  readonly lineNumber?: number;
  readonly problem?: string;
  readonly problemType?: 'Error' | 'Warning';
  readonly success: boolean;
}

interface About {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
}

const base = ({ type, fullName, fileName }: About) => ({
  changed: false,
  componentType: type,
  created: false,
  deleted: false,
  fileName,
  fullName,
});

export const success = (
  about: About,
  outcome: {
    readonly created?: boolean;
    readonly changed?: boolean;
    readonly deleted?: boolean;
    readonly id?: string;
  },
): DeployMessage => ({ ...base(about), ...outcome, success: true });

export const failure = (
  about: About,
  problem: string,
  place: { readonly line?: number | undefined; readonly column?: number | undefined } = {},
): DeployMessage => ({
  ...base(about),
  ...(place.line === undefined ? {} : { lineNumber: place.line }),
  ...(place.column === undefined ? {} : { columnNumber: place.column }),
  problem,
  problemType: 'Error',
  success: false,
});

/**
 * Deleting a component that doesn't exist is a warning about the manifest (source-deploy-retrieve,
 * metadataApiDeploy). It doesn't fail the job.
 */
export const notThereWarning = (type: string, name: string, fileName: string): DeployMessage => ({
  ...base({ type, fullName: fileName, fileName }),
  problem: `No ${type} named: ${name} found`,
  problemType: 'Warning',
  success: true,
});
