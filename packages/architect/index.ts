export { type ActionInfo, actionOf, actions } from "./archy/actions/index.ts";
export { digest, normalForm } from "./archy/digest.ts";
export type { FilledStretch, Filling } from "./archy/filled.ts";
export { type FlowTypeInfo, flowTypeOfApi, flowTypes } from "./archy/flow-types.ts";
export { documentIssues } from "./archy/issues.ts";
export {
  type DocumentModuleCall,
  hasStandInName,
  moduleCalls,
  moduleContract,
  namedByStandIn,
} from "./archy/modules.ts";
export { parseArchy } from "./archy/parse.ts";
export { archyPathText } from "./archy/path-text.ts";
export {
  dialectOf,
  type Placeholder,
  type PlaceholderDialect,
  placeholders,
  type Scalar,
  type Substituted,
  substitute,
} from "./archy/placeholders.ts";
export { type AddressedItem, type ArchyPlace, type DocumentPlaces, documentPlaces } from "./archy/places.ts";
export { archyFromBody, printArchy, readBefore } from "./archy/print.ts";
export { referenceKinds } from "./archy/reference-kinds.ts";
export { references } from "./archy/references.ts";
export type {
  ArchyDocument,
  ArchyMap,
  ArchyPath,
  ArchyReference,
  ArchyValue,
  FlowType,
  ReferenceKind,
} from "./archy/types.ts";
export { readYaml, type YamlData } from "./archy/yaml.ts";
export { checkFlow, checkFlows, checkParts } from "./check/check-flow.ts";
export type { FlowToCheck } from "./check/checks/across-flows.ts";
export { type CodeInfo, codeGroups, codes, type DiagnosticCode, isDiagnosticCode } from "./check/codes.ts";
export { diagnosticsDocument } from "./check/document.ts";
export type { CheckOptions } from "./check/subject.ts";
export { compile } from "./compile/compile.ts";
export { entryAt } from "./compile/source-map.ts";
export type { CompileInput, CompileResult, SourceMapEntry } from "./compile/types.ts";
export { type DecompileOptions, toDefinition } from "./decompile/decompile.ts";
export { completed } from "./decompile/prove.ts";
export { actionsDocument } from "./definition/actions/document.ts";
export type { DefinedModule, FlowShape, ModuleShape } from "./definition/builder-types.ts";
export { defineFlow, defineFlows, defineModule, value } from "./definition/builders.ts";
export { contractOf } from "./definition/frame.ts";
export { isDefinition, parseDefinition, parseInParts } from "./definition/parse.ts";
export { definitionSchema } from "./definition/schema.ts";
export { type ToGraphOptions, toGraph, toGraphInParts } from "./definition/to-graph.ts";
export type { FlowDefinition, NodeDefinition } from "./definition/types.ts";
export {
  type Diagnostic,
  DiagnosticError,
  DiagnosticSink,
  formatDiagnostic,
  type Location,
  type Severity,
} from "./diagnostic.ts";
export { differenceDiagram } from "./diagram/difference.ts";
export { flowDiagram } from "./diagram/flow-diagram.ts";
export { boundedFlowDiagram, foldGraph } from "./diagram/fold.ts";
export { type DiagramLimits, GITHUB_LIMITS } from "./diagram/mermaid.ts";
export { summary as nodeSummary } from "./diagram/summary.ts";
export { type TopologyFlow, topologyDiagram } from "./diagram/topology-diagram.ts";
export { applyDiff } from "./diff/apply.ts";
export { type BrokenCall, brokenCallers, type Caller } from "./diff/callers.ts";
export { type ContractChange, type ContractChangeKind, contractChanges, isCompatible } from "./diff/contract.ts";
export { diffGraphs, isEmptyDiff } from "./diff/graphs.ts";
export { type DiffLine, type DiffTextOptions, diffLines, diffText, pathText, valueText } from "./diff/text.ts";
export type {
  ContainerChange,
  GraphDiff,
  NodeChange,
  NodeData,
  TransitionChange,
  ValueChange,
  VariableChange,
} from "./diff/types.ts";
export { flowFileSchema } from "./editor/flow-file-schema.ts";
export type { JsonSchema } from "./editor/json-schema.ts";
export {
  type BinaryOperator,
  type CallExpression,
  children,
  type Expression,
  type Span,
  type UnaryOperator,
  type VariableExpression,
  visit,
} from "./expression/ast.ts";
export { type Comparison as EqualityTest, comparisonOf } from "./expression/comparison.ts";
export { type FunctionInfo, functionNamed, functions } from "./expression/functions.ts";
export { type NameInExpression, namesInExpression, type VariableRead, variablesIn } from "./expression/names.ts";
export { type ExpressionProblem, type ParsedExpression, parseExpression } from "./expression/parse.ts";
export { typeOfExpression } from "./expression/types.ts";
export { type DominatorTree, dominators, postDominators } from "./graph/dominators.ts";
export { type Comparison, graphDifferences, graphsEqual } from "./graph/equal.ts";
export { outline } from "./graph/normal-form.ts";
export { findOutcomeTest, type OutcomeTest } from "./graph/outcome-test.ts";
export {
  callPaths,
  caseNames,
  DEFAULT,
  DONE,
  EACH,
  ERROR,
  NEXT,
  outputPathsOf,
  type SwitchCase,
  type SwitchTests,
  switchTests,
  taskPaths,
} from "./graph/output-paths.ts";
export { calledContainer, type Incoming, predecessors, reachable, roots, successors } from "./graph/reach.ts";
export { enteredContainers, namedContainers } from "./graph/targets.ts";
export type {
  FaultHandling,
  FlowContainer,
  FlowGraph,
  FlowLayout,
  FlowNode,
  FlowVariable,
  LayoutPart,
  ModuleCall,
  ModuleContract,
  NodeId,
  OutcomeContract,
  StrayNode,
} from "./graph/types.ts";
export { lift } from "./lift/lift.ts";
export { MAX_EXPRESSION_LEVELS, MAX_LEVELS, type TooDeep, tooDeep } from "./limits.ts";
export { printable, printableJson, printableLine } from "./printable.ts";
export { nearest } from "./suggest.ts";
