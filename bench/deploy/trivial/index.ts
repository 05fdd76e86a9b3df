import * as pulumi from "@pulumi/pulumi";

/** As many resources as one module and its callers, of the same shape and empty: the time that Pulumi itself takes. */
const config = new pulumi.Config("trivial");
const text = config.require("text");

class Thing extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super("trivial:index:Thing", name, inputs, opts);
  }
}

const first = thing("first", { text });
for (let n = 1; n <= config.requireNumber("callers"); n += 1) thing(`caller-${n}`, { text, first: first.id });

function thing(name: string, inputs: pulumi.Inputs): Thing {
  const parent = new pulumi.ComponentResource("trivial:index:Group", name);
  return new Thing(name, inputs, { parent });
}
