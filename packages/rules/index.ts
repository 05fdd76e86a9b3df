export {
  type ChangeSubject,
  changeDigest,
  type DigestedChange,
  type FlowChange,
  isUnknown,
  type OutsideCaller,
  type UnknownFact,
} from "./change-subject.ts";
export {
  type CompiledFacts,
  compiledSubject,
  type FlowSubject,
  type ResourceFacts,
  type SourceFlow,
  sourceSubject,
} from "./flow-subject.ts";
export {
  cannotJudge,
  judgeChange,
  judgeFlow,
  judgeProject,
  kernelFindings,
  reasonOf,
  relevel,
  severityOf,
} from "./judge.ts";
export type {
  DeclaredSource,
  FlowTests,
  ProjectFlow,
  ProjectSubject,
  RunningSources,
  TestedPart,
} from "./project-subject.ts";
export { enforcedRuleOf, ruleOf, rules } from "./registry.ts";
export {
  defineRule,
  type EnforcedRule,
  type Enforcement,
  type Example,
  type Judging,
  type Level,
  levels,
  type Rule,
  type Scope,
  scopes,
  scopesOf,
  strictest,
  todayInUtc,
  type Violation,
} from "./rule.ts";
export { coverage } from "./rules/coverage.ts";
export { declaredDifference, differenceFrom, promotesFrom } from "./rules/promotes-from.ts";
export { protectedModules } from "./rules/shared-modules.ts";
