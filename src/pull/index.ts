export { askOrg } from './ask.ts';
export { readFile, variablesIn, writeFile } from './file.ts';
export { absentFrom, isTold, refusedBy } from './left-out.ts';
export { readWithNeeded } from './read.ts';
export { select } from './select.ts';
export { startingText } from './start.ts';
export { keyOf, type LeftOut } from './types.ts';
export { inConfig, wanted } from './wanted.ts';
export { write } from './write.ts';
