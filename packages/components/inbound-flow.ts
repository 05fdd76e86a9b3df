import type * as pulumi from "@pulumi/pulumi";
import { Declaration, type FlowArgs } from "./declaration.ts";
import { FlowComponent } from "./flow-component.ts";
import type { SharedModule } from "./shared-module.ts";

export interface InboundFlowArgs extends FlowArgs {
  /** The modules that it calls, by the names under which its definition calls them. Default: those with these keys. */
  readonly modules?: Readonly<Record<string, SharedModule>>;
  /** E.164 numbers that lead to the flow, through an IVR of the flow's name. Only for inbound call flows. Default: those of the definition. */
  readonly numbers?: readonly string[];
}

/** A flow that people reach from outside, and the numbers that lead to it (design §1). */
export class InboundFlow extends FlowComponent {
  static readonly __pulumiType = "genesys-flows:index:InboundFlow";

  constructor(name: string, args: InboundFlowArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const modules = args.modules && keysOf(args.modules);
    super(InboundFlow.__pulumiType, new Declaration("InboundFlow", name, { ...args, modules }), opts);
  }
}

function keysOf(modules: Readonly<Record<string, SharedModule>>): Record<string, string> {
  return Object.fromEntries(Object.entries(modules).map(([name, { key }]) => [name, key]));
}
