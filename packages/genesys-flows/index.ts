/** Components of flows, for the Pulumi program of a stack: docs/program.md. */
import { judgeBy } from "@genesys-flows/components";
import { judge } from "./judge.ts";

export {
  type DeclaredObjects,
  declareObjects,
  type FlowArgs,
  InboundFlow,
  type InboundFlowArgs,
  loadProject,
  SharedModule,
  type SharedModuleArgs,
  type StackOutputs,
  slug,
  stackOutputs,
} from "@genesys-flows/components";

judgeBy(judge);
