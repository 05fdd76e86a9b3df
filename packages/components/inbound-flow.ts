import type { DefinedFlow } from "@genesys-flows/architect";
import type { WrittenEmailAddress } from "@genesys-flows/architect/settings";
import type * as pulumi from "@pulumi/pulumi";
import { Declaration, type FlowArgs } from "./declaration.ts";
import { FlowComponent } from "./flow-component.ts";
import type { SharedModule } from "./shared-module.ts";

type Definition = FlowArgs["definition"];
/** The module names that a TypeScript definition uses in calls; any string for other definitions. */
type Calls<D> = D extends DefinedFlow<infer Called> ? Called : string;

/** The arguments of an `InboundFlow`. @template D the type of its definition */
export interface InboundFlowArgs<D extends Definition = Definition> extends FlowArgs {
  readonly definition: D;
  /**
   * The modules that the flow calls, by their names in the definition. Default: the `SharedModule` with each name as
   * its key.
   */
  readonly modules?: { readonly [Name in Calls<D>]?: SharedModule };
  /**
   * E.164 numbers that route to the flow, through an IVR with the flow's name. Only for inbound call flows. Default:
   * the definition's numbers.
   */
  readonly numbers?: readonly string[];
  /**
   * E-mail addresses that route to the flow, each through its own route: `sales@example.com`, or a map with `address`
   * and the route's properties, such as `fromName`. Only for inbound email flows. Default: the definition's addresses.
   */
  readonly emailAddresses?: readonly WrittenEmailAddress[];
}

/**
 * A flow that people reach from outside, and the numbers and e-mail addresses that route to it (design §1).
 * @param name the key of the flow
 */
export class InboundFlow<D extends Definition = Definition> extends FlowComponent {
  static readonly __pulumiType = "genesys-flows:index:InboundFlow";

  constructor(name: string, args: InboundFlowArgs<D>, opts: pulumi.ComponentResourceOptions = {}) {
    const modules = args.modules && keysOf(args.modules);
    super(InboundFlow.__pulumiType, new Declaration("InboundFlow", name, { ...args, modules }), opts);
  }
}

function keysOf(modules: { readonly [name: string]: SharedModule | undefined }): Record<string, string> {
  return Object.fromEntries(Object.entries(modules).flatMap(([name, module]) => (module ? [[name, module.key]] : [])));
}
