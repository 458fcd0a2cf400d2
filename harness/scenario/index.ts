/** Scenario files: text -> tree (parse) -> judged (validate) -> scenarios (compile), with every mistake at its place. */
export { parse, TEXT_MAX } from './1-parse';
export { validate } from './2-validate';
export { compile, type CompileOptions } from './3-compile';
export { type Diagnostic, diagnosticAt, type Mistaken, type Result, sorted } from './diagnostics';
export { duplicateIds, type Identified } from './duplicate-ids';
export { formatDiagnostic } from './format';
export { DEFAULTS, type KnownStrategy, type Vocabulary } from './language';
export { type Code, explain, type Mistake, MISTAKES } from './mistakes';
export { modelOf, type ModelName } from './model-of';
export type { Node, Tree } from './node';
export type * from './scenario';
export { type JsonSchema, scenarioSchema } from './schema';
export { type Source, sourceOf, type Span, startOf } from './source';
export { nearest } from './suggest';
