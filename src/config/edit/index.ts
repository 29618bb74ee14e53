export { EditableConfig } from './document.ts';
export { type Edit, editsBetween, isPlain, overlayFor, toLiteral, valueAt } from './edits.ts';
export { formatted } from './format.ts';
export { changedLines } from './lines.ts';
