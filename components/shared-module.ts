import type { FlowUnit } from "@genesys-flows/project";
import type * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { checkFlowArgs, flowResource, type ModuleLink, withFormerKeys } from "./flow-resource.ts";
import { summarize } from "./summary.ts";

export interface SharedModuleArgs {
  /** The module, from the project; its type is `commonModule`, its key the component's name. */
  flow: FlowUnit;
  /** Path of its compiled document, relative to the project, with `/`. */
  document: string;
  /** Ids of the objects of this stack that the module names, such as `queue:Sales`. Default: none. */
  references?: Record<string, pulumi.Input<string>>;
  /** Whether Pulumi refuses to delete the module: for modules with callers (`protectedModules`). Default: false. */
  protect?: boolean;
}

/** A common module that other flows of the stack call (design §1). */
export class SharedModule extends pulumi.ComponentResource {
  static readonly __pulumiType = "genesys-flows:index:SharedModule";

  /** The published flow. */
  readonly flow: genesyscloud.Flow;
  /** Whether Pulumi refuses to delete it. */
  readonly isProtected: boolean;
  /** A module has no numbers. */
  readonly ivr?: undefined;
  /** What a caller passes to its own flow: the id as a dependency, the digest as the reason to be republished. */
  readonly link: ModuleLink;

  constructor(name: string, args: SharedModuleArgs, opts: pulumi.ComponentResourceOptions = {}) {
    check(name, args);
    super(SharedModule.__pulumiType, name, shown(args.flow), withFormerKeys(args.flow, opts));
    this.isProtected = args.protect === true;
    this.flow = flowResource(args, { parent: this });
    this.link = { flowId: this.flow.id, digest: args.flow.digest, name: args.flow.name };
    this.registerOutputs({});
  }
}

function check(name: string, args: SharedModuleArgs): void {
  if (args.flow.type !== "commonModule") {
    throw new Error(
      `SharedModule \`${name}\` was given a flow of type ${args.flow.type}. It accepts only a commonModule.`,
    );
  }
  checkFlowArgs("SharedModule", name, args);
}

function shown({ graph, digest, contract }: FlowUnit): pulumi.Inputs {
  const outcomes = Object.keys(contract?.outcome?.outcomes ?? {});
  return { ...summarize(graph), digest, ...(outcomes.length > 0 && { outcomes: [...outcomes, "error"].join(", ") }) };
}
