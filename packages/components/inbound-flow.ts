import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { checkFlowArgs, type FlowResourceArgs, flowResource, withFormerKeys } from "./flow-resource.ts";
import type { SharedModule } from "./shared-module.ts";
import { summarize } from "./summary.ts";

export interface InboundFlowArgs extends Omit<FlowResourceArgs, "modules" | "protect"> {
  /** The modules that it calls, by key: all of `flow.modules`. Default: none. */
  modules?: Record<string, SharedModule>;
  /** E.164 numbers that lead to the flow, through an IVR of the flow's name. Only for inbound call flows. Default: none. */
  numbers?: readonly string[];
}

/** A flow that people reach from outside, and the numbers that lead to it (design §1). */
export class InboundFlow extends pulumi.ComponentResource {
  static readonly __pulumiType = "genesys-flows:index:InboundFlow";

  readonly flow: genesyscloud.Flow;
  /** Nothing calls it, so an update may delete it. */
  readonly isProtected = false;
  /** Answers its numbers, which an `Inventory` writes (`endRun`); undefined for a flow without numbers. */
  readonly ivr?: genesyscloud.ArchitectIvr;

  constructor(name: string, args: InboundFlowArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const modules = Object.fromEntries(Object.entries(args.modules ?? {}).map(([key, module]) => [key, module.link]));
    const numbers = args.numbers ?? [];
    if (args.flow.type === "commonModule") {
      throw new Error(`InboundFlow \`${name}\` was given a common module. Use SharedModule for it.`);
    }
    if (numbers.length > 0 && args.flow.type !== "inboundCall") {
      throw new Error(
        `InboundFlow \`${name}\` has numbers, but its flow is of type ${args.flow.type}. Only inboundCall flows can have numbers.`,
      );
    }
    checkFlowArgs("InboundFlow", name, { ...args, modules });
    const { graph, digest } = args.flow;
    const shown = { ...summarize(graph), digest, ...(numbers.length > 0 && { numbers: numbers.join(", ") }) };
    super(InboundFlow.__pulumiType, name, shown, withFormerKeys(args.flow, opts));
    this.flow = flowResource({ ...args, modules }, { parent: this });
    if (numbers.length > 0) {
      this.ivr = new genesyscloud.ArchitectIvr(
        `${name}-ivr`,
        // The inventory writes its numbers, so that it can move a number from one flow to another in one step.
        { name: args.flow.name, openHoursFlowId: this.flow.id },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
