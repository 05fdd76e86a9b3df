import type { ModuleContract } from "@genesys-flows/architect";
import {
  flag,
  listOf,
  mapOf,
  type ObjectSpec,
  objectOf,
  type TokenSpec,
  text,
  tokenOf,
} from "../engine/property-specs.ts";
import type { ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";
import type { FlowAccess } from "../resources/flow/life/flow-organisation.ts";
import { type Deployed, deployedModule } from "../resources/flow/reading/deployed.ts";
import type { ChangedFlow, ChangePlan } from "../run/change-plan.ts";
import type { StackRun } from "../run/stack-run.ts";

const outsideCaller: ObjectSpec = {
  name: "OutsideCaller",
  description: "A flow outside the stack that holds a version of a module.",
  properties: {
    id: text("Id of the flow.", { required: true }),
    name: text("Name of the flow.", { required: true }),
    type: text("Type as spelled in dependency tracking, for example `INBOUNDCALLFLOW`.", { required: true }),
  },
};

const changedFlow: ObjectSpec = {
  name: "ChangedFlow",
  description: "What an update will do to one flow.",
  properties: {
    key: text("Key of the flow.", { required: true }),
    name: text("Name in Architect, after the update.", { required: true }),
    type: text("Type as in Archy, for example `inboundCall`.", { required: true }),
    operation: text("`create`, `update` or `delete`.", { required: true }),
    ownChange: flag(
      "Whether the document itself changes. False for a caller that is republished because of a module.",
      {
        required: true,
      },
    ),
    nodes: listOf(text("Id of a node in the document."), {
      description:
        "The nodes that the update adds or changes. Omitted for a new flow, and if the previous nodes are unknown.",
    }),
    takes: listOf(text("Key of a module."), {
      required: true,
      description: "Keys of the modules whose new version the flow will hold.",
    }),
    digest: text("Digest of the document that is published or deleted.", { required: true }),
    deployed: text(
      "For an existing module that changes: the interface of its published version, as JSON. Omitted if no version is published.",
    ),
    deployedUnknown: text("Reason why the published interface could not be read."),
    callersOutside: listOf(objectOf(outsideCaller, { description: "One flow." }), {
      description: "For an existing module that changes: the flows outside the stack that hold a version of it.",
    }),
    callersUnknown: text("Reason why the flows outside the stack could not be read."),
  },
};

export const getChangesSpec: TokenSpec = {
  token: tokenOf("getChanges", "getChanges"),
  description:
    "Returns the changes that the update will make, according to the preview. Call it in a preview, after the last registration. It makes one request for each existing module that changes, and exports the published version if its compiled document no longer exists. If no existing module changes, it makes no requests. Outside a preview, it returns nothing.",
  inputs: {},
  outputs: {
    flows: listOf(objectOf(changedFlow, { description: "One flow." }), {
      required: true,
      description: "The flows that the update publishes or deletes, by key.",
    }),
    movedNumbers: mapOf(text("Key of a flow."), {
      required: true,
      description:
        "Number in E.164 form that will no longer route to the same flow -> key of the flow that it routes to before the update.",
    }),
    movedAddresses: mapOf(text("Key of a flow."), {
      description:
        "E-mail address that will no longer route to the same flow -> key of the flow that it routes to before the update. Omitted if empty.",
    }),
  },
};

/**
 * Changes that the update will make: the flows that the preview found, and facts about changed modules that only the
 * organisation knows.
 */
export function changes(
  access: FlowAccess,
  { plan, run, folder }: { readonly plan: ChangePlan; readonly run: StackRun; readonly folder: string },
): ProviderFunction {
  return {
    token: getChangesSpec.token,
    async invoke({ signal }, given): Promise<Properties> {
      validArguments(given, getChangesSpec.inputs);
      if (!run.collects) return { flows: [], movedNumbers: {} };
      const open = () => run.reach(() => access.open());
      const flows = await Promise.all(
        plan.flows.map(async (flow) => {
          const deployed = isChangedModule(flow)
            ? await deployedModule(flow, { plan, folder, signal, open })
            : undefined;
          return outputOf(flow, deployed);
        }),
      );
      const { movedNumbers, movedAddresses } = plan;
      return {
        flows,
        movedNumbers: Object.fromEntries(movedNumbers),
        ...(movedAddresses.size > 0 && { movedAddresses: Object.fromEntries(movedAddresses) }),
      };
    },
  };
}

function isChangedModule({ type, operation, ownChange }: ChangedFlow): boolean {
  return type === "commonModule" && operation === "update" && ownChange;
}

function outputOf({ nodes, takes, ...flow }: ChangedFlow, deployed?: Deployed) {
  const { key, name, type, operation, ownChange, digest } = flow;
  return {
    ...{ key, name, type, operation, ownChange, takes: [...takes], digest },
    ...(nodes && { nodes: [...nodes] }),
    ...(deployed && { ...contractOutput(deployed.contract), ...callersOutput(deployed.callers) }),
  };
}

function contractOutput(contract: Deployed["contract"]): Properties {
  if (contract === undefined) return {};
  if ("unknown" in contract) return { deployedUnknown: contract.unknown };
  const plain: Omit<ModuleContract, "unread"> = contract;
  return { deployed: JSON.stringify(plain) };
}

function callersOutput(callers: Deployed["callers"]): Properties {
  return "unknown" in callers
    ? { callersUnknown: callers.unknown }
    : { callersOutside: callers.map((caller) => ({ ...caller })) };
}
