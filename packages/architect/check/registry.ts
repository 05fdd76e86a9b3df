import type { Check } from "./check.ts";
import { actionChannel } from "./checks/action-channel.ts";
import { dataActionCalls, tableLookups } from "./checks/contracts.ts";
import { documentParts, duplicateParts } from "./checks/document-parts.ts";
import { expressionValues } from "./checks/expression-values.ts";
import { expressions } from "./checks/expressions.ts";
import { flowName, languages, rootKeys, settingWords } from "./checks/frame.ts";
import { endless } from "./checks/infinite-loop.ts";
import { literalExpression, literalGuid, literalSecret } from "./checks/literals.ts";
import { moduleCalls } from "./checks/module-calls.ts";
import { outputPaths } from "./checks/output-paths.ts";
import { placeholderNames } from "./checks/placeholder-names.ts";
import { caseCount, properties } from "./checks/properties.ts";
import { transitions, unreachableNode } from "./checks/transitions.ts";
import { boundTypes, valueTypes } from "./checks/type-mismatch.ts";
import { variableScope } from "./checks/variable-scope.ts";
import { partVariables, variableNames, variableUse } from "./checks/variables.ts";

/** All checks of a single flow, in the order of their findings. */
export const flowChecks: readonly Check[] = [
  documentParts,
  flowName,
  rootKeys,
  settingWords,
  duplicateParts,
  transitions,
  unreachableNode,
  endless,
  actionChannel,
  outputPaths,
  properties,
  moduleCalls,
  dataActionCalls,
  tableLookups,
  caseCount,
  valueTypes,
  expressions,
  expressionValues,
  variableNames,
  variableScope,
  variableUse,
  partVariables,
  boundTypes,
  languages,
  placeholderNames,
  literalExpression,
  literalGuid,
  literalSecret,
];

export const partChecks: readonly Check[] = flowChecks.filter(({ ofParts }) => ofParts);
