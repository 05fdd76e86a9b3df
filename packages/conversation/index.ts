// Architect's expression language at run time.
export { type Assumption, assumptions, type Environment } from "./expression/environment.ts";
export { evaluate, evaluateTree } from "./expression/evaluate.ts";
export { implementationOf } from "./expression/functions/index.ts";
export { loadLanguageDetector } from "./expression/functions/lookups.ts";
export { jsonOf, textOf } from "./expression/text.ts";
export { EvaluationError, isNotSet, stringValue, typeName, type Value } from "./expression/values.ts";
// A conversation with a flow.
export { type Assumed, type RunAssumption, runAssumptions } from "./run/assumptions.ts";
export { type Held, placeOf, type RunnableFlow, runnable } from "./run/flow.ts";
export { converse, type World } from "./run/machine.ts";
export type * from "./run/types.ts";
export { nobodyKnows } from "./run/types.ts";
