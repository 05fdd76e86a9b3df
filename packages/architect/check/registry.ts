import type { Check } from "./check.ts";
import { actionChannel } from "./checks/action-channel.ts";
import { assignments } from "./checks/assignments.ts";
import { caseCount } from "./checks/case-count.ts";
import { conditions } from "./checks/conditions.ts";
import { documentParts } from "./checks/document.ts";
import { duplicateParts } from "./checks/duplicate-parts.ts";
import { endless } from "./checks/endless.ts";
import { expressions } from "./checks/expressions.ts";
import { flowName } from "./checks/flow-name.ts";
import { languages } from "./checks/languages.ts";
import { literalGuid } from "./checks/literal-guid.ts";
import { literalSecret } from "./checks/literal-secret.ts";
import { moduleCalls } from "./checks/module-calls.ts";
import { outputPaths } from "./checks/output-paths.ts";
import { placeholderNames } from "./checks/placeholder-names.ts";
import { properties } from "./checks/properties.ts";
import { rootKeys } from "./checks/root-keys.ts";
import { transitions } from "./checks/transitions.ts";
import { unreachableNode } from "./checks/unreachable-node.ts";
import { variableNames } from "./checks/variable-names.ts";
import { variableScope } from "./checks/variable-scope.ts";
import { variableUse } from "./checks/variable-use.ts";

/** Everything that is looked for in one flow, in the order in which it is told. */
export const flowChecks: readonly Check[] = [
  documentParts,
  flowName,
  rootKeys,
  duplicateParts,
  transitions,
  unreachableNode,
  endless,
  actionChannel,
  outputPaths,
  properties,
  moduleCalls,
  caseCount,
  conditions,
  expressions,
  variableNames,
  variableScope,
  variableUse,
  assignments,
  languages,
  placeholderNames,
  literalGuid,
  literalSecret,
];

/** Those that look at one part of a flow at a time, so that other parts may be missing. */
export const partChecks: readonly Check[] = [
  flowName,
  rootKeys,
  actionChannel,
  caseCount,
  conditions,
  expressions,
  variableNames,
  languages,
  placeholderNames,
  literalGuid,
  literalSecret,
];
