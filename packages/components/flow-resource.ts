import { isPinned, resourceSettings, withoutDefaults } from "@genesys-flows/architect/settings";
import type { FlowUnit } from "@genesys-flows/project";
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";

/** A published module as its callers need it. */
export interface ModuleLink {
  /** Id of the module's flow: the dependency edge. */
  flowId: pulumi.Input<string>;
  /** Digest of the module's document: when it changes, the caller is republished. */
  digest: string;
  /** Display name of the module in Architect. */
  name: string;
}

/** What a component passes to its `genesyscloud.Flow`. */
export interface FlowResourceArgs {
  /** The flow, from the project; its key is the component's name. */
  flow: FlowUnit;
  /** Path of its compiled document, relative to the project, with `/`. */
  document: string;
  /** The modules that the flow calls, by key. */
  modules?: Record<string, ModuleLink>;
  /** Ids of the objects of this stack that the flow names: `queue:Sales` -> id. Default: none. */
  references?: Record<string, pulumi.Input<string>>;
  /** Whether Pulumi refuses to delete the flow. Default: false. */
  protect?: boolean;
}

/**
 * Registers the flow as a child of a component, under its key as name. It inherits the aliases of the component, because its name
 * starts with the component's.
 */
export function flowResource(args: FlowResourceArgs, opts: { parent: pulumi.ComponentResource }): genesyscloud.Flow {
  const { flow } = args;
  const { import: adopted, owner: _owner, ...settings } = flow.settings;
  return new genesyscloud.Flow(
    flow.key,
    {
      document: new pulumi.asset.FileAsset(args.document),
      ...withoutDefaults(resourceSettings, { ...settings, pin: isPinned(settings) }),
      ...(args.modules && Object.keys(args.modules).length > 0 && { modules: args.modules }),
      ...(args.references && Object.keys(args.references).length > 0 && { references: args.references }),
      ...(flow.createStubs && { createStubs: true }),
    },
    { parent: opts.parent, ...(adopted && { import: adopted }), ...(args.protect && { protect: true }) },
  );
}

/** Component options with an alias for each earlier key of the flow. */
export function withFormerKeys(flow: FlowUnit, opts: pulumi.ComponentResourceOptions): pulumi.ComponentResourceOptions {
  if (flow.formerly.length === 0) return opts;
  return pulumi.mergeOptions(opts, { aliases: flow.formerly.map((name) => ({ name })) });
}

/**
 * Refuses wrong arguments before anything is registered.
 * @throws Error with the component and what is wrong with its arguments
 */
export function checkFlowArgs(component: string, name: string, args: FlowResourceArgs): void {
  const { flow } = args;
  if (flow.key !== name) {
    throw new Error(
      `${component} \`${name}\` was given the flow \`${flow.key}\`. Name the component like the key of its flow.`,
    );
  }
  if (args.document.startsWith("/") || /^[A-Za-z]:|\\/.test(args.document) || args.document.split("/").includes("..")) {
    throw new Error(
      `${component} \`${name}\`: the path of the document, \`${args.document}\`, must be relative to the project and inside it.`,
    );
  }
  const missing = flow.modules.filter((key) => !args.modules?.[key]);
  if (missing.length > 0) {
    throw new Error(
      `${component} \`${name}\` calls ${missing.map((key) => `\`${key}\``).join(", ")}. Add each of them to \`modules\`.`,
    );
  }
}
