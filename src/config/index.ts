export { chooseEnvironment, type Environment } from './environments.ts';
export { processSources, projectApiVersion, projectNamespace, type SourceOptions } from './files.ts';
export { ConfigError, formatPosition, formatProblem, type Problem, sortProblems } from './problems.ts';
export type { ConfigDocument, ReadOptions } from './read.ts';
export {
  type LocalName,
  needsCommand,
  resolveReferences,
  type SecretReference,
  type Sources,
} from './references.ts';
export { looksLikeSecret } from './secrets.ts';
export type { ConfigPath } from './tree.ts';
