// Exploration of flows: conversations that cover every transition.

export type { GivenAnswer } from "./choices.ts";
export { type Coverage, type CoveredPart, coverage, type FlowCoverage, mergedCoverage, missing } from "./coverage.ts";
export { coverageDiagram, coverageLcov, coverageText } from "./coverage-forms.ts";
export { type Bounds, type Exploration, type Explored, explorationOf, explore } from "./explore.ts";
export { type Generated, generated } from "./generate.ts";
export { named } from "./naming.ts";
export { flowsWithin } from "./places.ts";
export { type Found, type Trouble, testOf, troublesIn, troublesOf } from "./random.ts";
export { replay } from "./replay.ts";
export { smallest } from "./smallest.ts";
