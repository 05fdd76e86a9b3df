import type { FlowUnit } from "@genesys-flows/project";
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";

/** A published module as its callers need it. */
export interface ModuleLink {
  /** Id of the module's flow: the dependency edge. */
  flowId: pulumi.Input<string>;
  /** Digest of the module's document: what makes a caller due when the module changes. */
  digest: string;
  /** Display name of the module in Architect. */
  name: string;
}

/** What a component passes to its one `genesyscloud.Flow`. */
export interface FlowResourceArgs {
  /** The flow, as the project has it. */
  flow: FlowUnit;
  /** Path of the compiled document, relative to the project. */
  document: string;
  /** The modules that the flow calls, by key. */
  modules?: Record<string, ModuleLink>;
  /** Ids of what this stack provides and the document names: `queue:Sales` -> id. */
  references?: Record<string, pulumi.Input<string>>;
}

/**
 * Registers the flow itself, named exactly as its key, below a component. Aliases of the component reach it without
 * more, since its name starts with the component's.
 */
export function flowResource(args: FlowResourceArgs, opts: { parent: pulumi.ComponentResource }): genesyscloud.Flow {
  const { flow } = args;
  const { import: adopted, ...settings } = flow.settings;
  return new genesyscloud.Flow(
    flow.key,
    {
      document: new pulumi.asset.FileAsset(args.document),
      ...settings,
      ...(args.modules && Object.keys(args.modules).length > 0 && { modules: args.modules }),
      ...(args.references && Object.keys(args.references).length > 0 && { references: args.references }),
      ...(flow.createStubs && { createStubs: true }),
    },
    { parent: opts.parent, ...(adopted && { import: adopted }) },
  );
}

/** Component options with an alias for each earlier key of the flow. */
export function withFormerKeys(flow: FlowUnit, opts: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
  if (flow.formerly.length === 0) return opts;
  return pulumi.mergeOptions(opts, { aliases: flow.formerly.map((name) => ({ name })) });
}

/**
 * Refuses what cannot be meant, before anything is registered.
 * @throws Error naming the component and what is wrong with its arguments
 */
export function checkFlowArgs(component: string, name: string, args: FlowResourceArgs): void {
  const { flow } = args;
  if (flow.key !== name) {
    throw new Error(
      `${component} \`${name}\` got the flow \`${flow.key}\`; a component has the key of its flow as name.`,
    );
  }
  if (args.document.startsWith("/") || /^[A-Za-z]:|\\/.test(args.document) || args.document.split("/").includes("..")) {
    throw new Error(
      `${component} \`${name}\`: the path of the document, \`${args.document}\`, must be relative to the project and stay inside it.`,
    );
  }
  const missing = flow.modules.filter((key) => !args.modules?.[key]);
  if (missing.length > 0) {
    throw new Error(
      `${component} \`${name}\` calls ${missing.map((key) => `\`${key}\``).join(", ")}; \`modules\` must have each of them.`,
    );
  }
}
