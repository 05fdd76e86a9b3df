import { declaredSources, type FlowProject } from "@genesys-flows/project";
import type * as genesyscloud from "@pulumi/genesyscloud";
import type * as pulumi from "@pulumi/pulumi";
import { type RegisteredStack, stackRun } from "./stack-run.ts";

/**
 * The flows and queues in the files below `flows/`, checked together with the values of the stack and against its
 * rules. If the update is refused, the program ends here.
 * @param o.flowsDir folder of the flow files, relative to the project. Default: from the stack's configuration,
 * otherwise `flows`
 * @throws RunError with all errors in all files
 */
export function loadProject(o: { readonly flowsDir?: string } = {}): Promise<FlowProject> {
  return stackRun().load(o);
}

type FlowOutputs = Pick<genesyscloud.Flow, "id" | "name" | "type" | "publishedVersion" | "digest" | "modulesHeld">;

/** The data about a deployed stack that commands read: `report`, `promote`, `verify` and others. */
export interface StackOutputs {
  /** Per flow: id, published version, digest, and its snapshots with their versions. */
  readonly flows: Promise<Readonly<Record<string, FlowOutputs>>>;
  /**
   * The source digest of each flow by key, before values are substituted; empty if the flow runs from a source other
   * than its file. Includes other declared objects.
   */
  readonly sourceDigests: Promise<Readonly<Record<string, pulumi.Input<string>>>>;
  /** The numbers of each flow, by key. */
  readonly numbers: Promise<Readonly<Record<string, readonly string[]>>>;
  /** The calls between flows, as a Mermaid diagram. */
  readonly topology: Promise<string>;
}

/** The outputs of a stack with flows, for a program to export. */
export function stackOutputs(): StackOutputs {
  const { registered } = stackRun();
  return {
    flows: registered.then(flowOutputs),
    sourceDigests: registered.then(sourceDigests),
    numbers: registered.then(({ project }) =>
      Object.fromEntries(
        project.flows.flatMap(({ key, numbers }) => (numbers.length > 0 ? [[key, [...numbers]]] : [])),
      ),
    ),
    topology: registered.then(({ project }) => project.topology()),
  };
}

function flowOutputs({ flows }: RegisteredStack): Record<string, FlowOutputs> {
  return Object.fromEntries(
    Object.entries(flows).map(([key, { flow }]) => {
      const { id, name, type, publishedVersion, digest, modulesHeld } = flow;
      return [key, { id, name, type, publishedVersion, digest, modulesHeld }];
    }),
  );
}

function sourceDigests({ project, flows }: RegisteredStack): Record<string, pulumi.Input<string>> {
  return Object.fromEntries([
    ...Object.entries(flows).map(([key, { unit, flow }]) => [
      key,
      flow.digest.apply((running) => (running === unit.digest ? unit.sourceDigest : "")),
    ]),
    ...declaredSources(project).map(({ key, digest }) => [key, digest]),
  ]);
}
