import { ApiError, ours } from '../api-error.ts';
import { decodeUtf8 } from '../server/body.ts';
import type { Transaction } from '../store/database.ts';
import { removeComponent } from './delete-component.ts';
import { type DeployMessage, failure, notThereWarning, success } from './deploy-message.ts';
import type { Deletion, DeploySource, SourceFile } from './deploy-source.ts';
import { parseComponent } from './parse-component.ts';
import { componentKey, withoutNamespace } from './principals.ts';
import { ComponentProblem } from './problem.ts';
import { type Author, putComponent } from './put-component.ts';
import { METADATA_TYPES, metadataType } from './types.ts';

/**
 * Carries a deploy out in `tx`: deletions before, components in the order of their dependencies, deletions after
 * (Metadata API Developer Guide, "Deleting Components from an Organization"). Each component stands or falls by
 * itself; whether all is kept is for the job to decide.
 */
export const runDeploy = (
  tx: Transaction,
  source: DeploySource,
  author: Author,
): readonly DeployMessage[] => {
  const messages: DeployMessage[] = [...source.failures];
  const failed = new Set(source.failures.map(({ fileName, fullName }) => `${fileName}/${fullName}`));
  for (const deletion of source.before) messages.push(deleteOne(tx, deletion));
  for (const type of METADATA_TYPES)
    for (const file of source.files)
      if (file.type === type && !failed.has(`${file.fileName}/${file.fullName}`))
        messages.push(deployOne(tx, file, source.apiVersion, author));
  for (const type of METADATA_TYPES.toReversed())
    for (const deletion of source.after)
      if (deletion.type === type.name) messages.push(deleteOne(tx, deletion));
  for (const deletion of source.after)
    if (!metadataType(deletion.type)) messages.push(deleteOne(tx, deletion));
  return messages;
};

const deployOne = (tx: Transaction, file: SourceFile, apiVersion: number, author: Author): DeployMessage => {
  const about = { type: file.type.name, fullName: file.fullName, fileName: file.fileName };
  try {
    return tx.nested((inner) => {
      const parsed = parseComponent(decodeUtf8(file.content), file.type.shape, apiVersion);
      return success(about, putComponent(inner, file.type, file.fullName, parsed, author));
    });
  } catch (error) {
    if (error instanceof ComponentProblem) return failure(about, error.message, error);
    if (error instanceof ApiError) return failure(about, ours('the file is not UTF-8'));
    throw error;
  }
};

const deleteOne = (tx: Transaction, deletion: Deletion): DeployMessage => {
  const { type, fullName, fileName } = deletion;
  if (metadataType(type) === undefined)
    return failure(deletion, ours(`metadata type ${type} is not emulated`));
  const component = tx.get('component', componentKey(type, withoutNamespace(tx, fullName)));
  if (component === undefined) return notThereWarning(type, fullName, fileName);
  const problem = removeComponent(tx, component);
  return problem === undefined
    ? success(deletion, { deleted: true, id: component.id })
    : failure(deletion, problem);
};
