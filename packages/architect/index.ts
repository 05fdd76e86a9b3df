export { type ActionInfo, actionOf } from "./archy/actions/index.ts";
export { digest } from "./archy/digest.ts";
export { flowTypeOfApi, flowTypes } from "./archy/flow-types.ts";
export {
  hasStandInName,
  moduleCallOf,
  moduleCalls,
  moduleContract,
  namedByStandIn,
  OUTCOME_VARIABLE,
  sameName,
} from "./archy/modules.ts";
export { parseArchy, type WrittenExport, writtenExport } from "./archy/parse.ts";
export { fillingOf, placeholders, type Scalar, substitute } from "./archy/placeholders.ts";
export { type AddressedItem, archyPathText, type DocumentPlaces, documentPlaces } from "./archy/places.ts";
export { archyFromBody, printArchy, readBefore } from "./archy/print.ts";
export { namesIn, references } from "./archy/references.ts";
export {
  type ArchyDocument,
  type ArchyMap,
  type ArchyPath,
  type ArchyReference,
  type ArchyValue,
  type FlowType,
  type ReferenceKind,
  referenceKinds,
} from "./archy/types.ts";
export { get, getList, getMap, getText, isMap, isNoValue, singleEntry } from "./archy/values.ts";
export { readYaml } from "./archy/yaml.ts";
export { checkBeside, checkCodes, checkFlow, checkFlows } from "./check/check-flow.ts";
export type { FlowToCheck } from "./check/checks/across-flows.ts";
export { scopeFinding } from "./check/checks/variable-scope.ts";
export { referencePlaces } from "./check/reference-place.ts";
export { type Subject as CheckSubject, subjectOf as checkSubject } from "./check/subject.ts";
export {
  type CodeInfo,
  type CodeTable,
  type Correction,
  errorCode,
  noteCode,
  warningCode,
} from "./codes/code-table.ts";
export { type KernelCode, kernelCodeGroups, kernelCodes } from "./codes/kernel-codes.ts";
export { type NoteCode, type RunCode, runCodes } from "./codes/run.ts";
export { compile } from "./compile/compile.ts";
export { entryAt, type SourceMapEntry } from "./compile/source-map.ts";
export { DEFAULT_LANGUAGE } from "./definition/assemble.ts";
export type { DefinedFlow, DefinedModule } from "./definition/builder-types.ts";
export { defineFlow, defineFlows, defineModule, value } from "./definition/builders.ts";
export { contractOf } from "./definition/frame.ts";
export { isDefinition, parseDefinition, readWritten } from "./definition/parse.ts";
export { declaredValues } from "./definition/schema.ts";
export { textPlace } from "./definition/text-places.ts";
export { toGraph, toGraphInParts } from "./definition/to-graph.ts";
export type { FlowDefinition, WrittenDefinition } from "./definition/types.ts";
export { fillIn, hasPlaceholder } from "./definition/values.ts";
export {
  type Details,
  type Diagnostic,
  DiagnosticError,
  DiagnosticSink,
  diagnosticOf,
  distinct,
  formatDiagnostic,
  type Location,
  parseDiagnostic,
  readDiagnostics,
  type Severity,
  shownDiagnostic,
} from "./diagnostic.ts";
export { differenceDiagram } from "./diagram/difference.ts";
export { flowDiagram } from "./diagram/flow-diagram.ts";
export { boundedFlowDiagram } from "./diagram/fold.ts";
export { cut, fits as diagramFits } from "./diagram/mermaid.ts";
export { summary as nodeSummary } from "./diagram/summary.ts";
export { type TopologyFlow, topologyDiagram } from "./diagram/topology-diagram.ts";
export { commonItems } from "./diff/align.ts";
export { type BrokenCall, brokenCallers } from "./diff/callers.ts";
export { type ContractChange, type ContractChangeKind, contractChanges } from "./diff/contract.ts";
export { diffGraphs, isEmptyDiff } from "./diff/graphs.ts";
export { type DiffLine, diffLines, pathText, valueText } from "./diff/text.ts";
export type { ContainerChange, GraphDiff, NodeChange, ValueChange, VariableChange } from "./diff/types.ts";
export { valueChanges } from "./diff/values.ts";
export { type Expression, visit as visitExpression } from "./expression/ast.ts";
export { comparisonOf, pathOf } from "./expression/comparison.ts";
export { variablesIn } from "./expression/names.ts";
export { parseExpression } from "./expression/parse.ts";
export { components } from "./graph/components.ts";
export { dominators } from "./graph/dominators.ts";
export { graphDifferences } from "./graph/equal.ts";
export { outline } from "./graph/normal-form.ts";
export { findOutcomeTest, type OutcomeTest } from "./graph/outcome-test.ts";
export { DEFAULT, NEXT, outputPathsOf, type SwitchTests, switchTests } from "./graph/output-paths.ts";
export { calledContainer, type Incoming, predecessors, reachable, successors } from "./graph/reach.ts";
export { namedIn } from "./graph/targets.ts";
export type {
  DataActionContract,
  DataTableContract,
  FaultHandling,
  FlowGraph,
  FlowNode,
  KnownContracts,
  ModuleContract,
  NodeId,
  OutcomeContract,
} from "./graph/types.ts";
export { lift } from "./lift/lift.ts";
export { MAX_LEVELS, tooDeep } from "./limits.ts";
export { NameMap } from "./name-map.ts";
export { printable, printableJson, printableLine, withoutCommands } from "./printable.ts";
export { nearest, slip } from "./suggest.ts";
