import { isPinned, resourceSettings, withoutDefaults } from "@genesys-flows/architect/settings";
import type { FlowUnit } from "@genesys-flows/project";
import type * as sdk from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import { genesyscloud } from "./sdk.ts";

/** A published module, with the facts that its callers need. */
interface ModuleLink {
  /** Id of the module's flow. Makes the caller depend on the module. */
  flowId: pulumi.Input<string>;
  /** Digest of the module's document. If the digest changes, the caller is republished. */
  digest: string;
  /** Display name of the module in Architect. */
  name: string;
}

/** The data for registering a flow. */
export interface FlowRegistration {
  readonly unit: FlowUnit;
  /** Path of the compiled document, relative to the project, with `/`. */
  readonly document: string;
  /** The modules that the flow calls, by key. */
  readonly modules: Readonly<Record<string, RegisteredFlow>>;
  /** Ids of the objects of this stack that the flow names: `queue:Sales` -> id. */
  readonly references: Readonly<Record<string, pulumi.Input<string>>>;
  /** Whether Pulumi refuses to delete the flow. */
  readonly protect: boolean;
}

/** The resources of a flow, children of its component. */
export interface RegisteredFlow {
  readonly unit: FlowUnit;
  readonly flow: sdk.Flow;
  /**
   * The IVR that routes the flow's numbers, which the inventory writes (`endRun`); undefined for a flow without
   * numbers.
   */
  readonly ivr?: sdk.ArchitectIvr;
  readonly isProtected: boolean;
}

/**
 * Registers a flow as a child of its component, named by its key, and an IVR if it has numbers. Both inherit the
 * component's aliases, because their names start with the component's name.
 */
export function registerFlow(given: FlowRegistration, parent: pulumi.ComponentResource): RegisteredFlow {
  const { unit, protect } = given;
  const flow = flowResource(given, parent);
  // The inventory writes the numbers, so that it can move a number from one flow to another in one step.
  const answers = { name: unit.name, openHoursFlowId: flow.id };
  const isProtected = protect || isProtectedResource(parent);
  if (unit.numbers.length === 0) return { unit, flow, isProtected };
  return { unit, flow, isProtected, ivr: new genesyscloud.ArchitectIvr(`${unit.key}-ivr`, answers, { parent }) };
}

function flowResource({ unit, ...given }: FlowRegistration, parent: pulumi.ComponentResource): sdk.Flow {
  const { import: adopted, owner: _owner, ...settings } = unit.settings;
  const modules = Object.entries(given.modules).map(([key, module]) => [key, linkTo(module)]);
  return new genesyscloud.Flow(
    unit.key,
    {
      document: new pulumi.asset.FileAsset(given.document),
      ...withoutDefaults(resourceSettings, { ...settings, pin: isPinned(settings) }),
      ...(modules.length > 0 && { modules: Object.fromEntries(modules) }),
      ...(Object.keys(given.references).length > 0 && { references: given.references }),
      ...(unit.createStubs && { createStubs: true }),
    },
    { parent, ...(adopted && { import: adopted }), ...(given.protect && { protect: true }) },
  );
}

function linkTo({ unit, flow }: RegisteredFlow): ModuleLink {
  return { flowId: flow.id, digest: unit.digest, name: unit.name };
}

/** Whether a component is protected by its own options or by those of a parent. */
function isProtectedResource(resource: pulumi.Resource): boolean {
  return (resource as { readonly __protect?: boolean }).__protect === true;
}
