import type * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import type { Declaration } from "./declaration.ts";
import type { RegisteredFlow } from "./flow-resource.ts";
import { stackRun } from "./stack-run.ts";

/**
 * A flow of the stack, with one `genesyscloud.Flow` of the same name. Its outputs are known after the program has
 * ended.
 */
export abstract class FlowComponent extends pulumi.ComponentResource<RegisteredFlow> {
  /** Key of the flow in this project; the name of the component. */
  readonly key: string;

  constructor(type: string, declaration: Declaration, opts: pulumi.ComponentResourceOptions) {
    stackRun().add(declaration);
    super(type, declaration.key, declaration.shown, declaration.options(opts));
    this.key = declaration.key;
  }

  /** Id of the flow. */
  get id(): pulumi.Output<string> {
    return this.#output("id");
  }

  /** Name of the flow in Architect. */
  get name(): pulumi.Output<string> {
    return this.#output("name");
  }

  /** The published version: `3.0`. */
  get publishedVersion(): genesyscloud.Flow["publishedVersion"] {
    return this.#output("publishedVersion");
  }

  /** Digest of the published document. */
  get digest(): genesyscloud.Flow["digest"] {
    return this.#output("digest");
  }

  protected override initialize(
    _shown: pulumi.Inputs,
    _opts?: pulumi.ComponentResourceOptions,
    name = "",
  ): Promise<RegisteredFlow> {
    return stackRun().declaration(name).registered(this);
  }

  #output<Name extends "id" | "name" | "publishedVersion" | "digest">(name: Name): genesyscloud.Flow[Name] {
    const value = this.getData().then(({ flow }) => flow[name]);
    return pulumi.output(value) as genesyscloud.Flow[Name];
  }
}
