import type { DefinedModule } from "@genesys-flows/architect";
import type { FlowUnit } from "@genesys-flows/project";
import type * as pulumi from "@pulumi/pulumi";
import { Declaration, type FlowArgs } from "./declaration.ts";
import { FlowComponent } from "./flow-component.ts";

/** The arguments of a `SharedModule`. */
export interface SharedModuleArgs extends FlowArgs {
  readonly definition: string | DefinedModule | FlowUnit;
}

/** A common module that other flows of the stack call (design §1). */
export class SharedModule extends FlowComponent {
  static readonly __pulumiType = "genesys-flows:index:SharedModule";

  /** @param name the module's key, which flows use to call it */
  constructor(name: string, args: SharedModuleArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(SharedModule.__pulumiType, new Declaration("SharedModule", name, args), opts);
  }
}
