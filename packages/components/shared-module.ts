import type * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import {
  checkFlowArgs,
  type FlowResourceArgs,
  flowResource,
  type ModuleLink,
  withFormerKeys,
} from "./flow-resource.ts";
import { summarize } from "./summary.ts";

/** `flow` is of the type `commonModule`; `protect` is for modules with callers (`protectedModules`). */
export type SharedModuleArgs = Omit<FlowResourceArgs, "modules">;

/** A common module that other flows of the stack call (design §1). */
export class SharedModule extends pulumi.ComponentResource {
  static readonly __pulumiType = "genesys-flows:index:SharedModule";

  readonly flow: genesyscloud.Flow;
  readonly isProtected: boolean;
  /** A module has no numbers. */
  readonly ivr?: undefined;
  /** What a caller passes to its own flow: the id as a dependency, the digest as the reason to be republished. */
  readonly link: ModuleLink;

  constructor(name: string, args: SharedModuleArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { type, graph, digest, contract } = args.flow;
    if (type !== "commonModule") {
      throw new Error(`SharedModule \`${name}\` was given a flow of type ${type}. It accepts only a commonModule.`);
    }
    checkFlowArgs("SharedModule", name, args);
    const outcomes = Object.keys(contract?.outcome?.outcomes ?? {});
    const all = outcomes.length > 0 && { outcomes: [...outcomes, "error"].join(", ") };
    super(SharedModule.__pulumiType, name, { ...summarize(graph), digest, ...all }, withFormerKeys(args.flow, opts));
    this.isProtected = args.protect === true;
    this.flow = flowResource(args, { parent: this });
    this.link = { flowId: this.flow.id, digest: args.flow.digest, name: args.flow.name };
    this.registerOutputs({});
  }
}
