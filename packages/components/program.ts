import { declaredSources, type FlowProject } from "@genesys-flows/project";
import type * as genesyscloud from "@pulumi/genesyscloud";
import type * as pulumi from "@pulumi/pulumi";
import { type RegisteredStack, stackRun } from "./stack-run.ts";

/**
 * The flows and queues in the files below `flows/`, checked together against the values of the stack, and judged by its rules. An
 * update ends here where it would be refused.
 * @param o.flowsDir folder of the flow files, relative to the project. Default: that of the stack's configuration, or `flows`
 * @throws RunError with all mistakes in all files
 */
export function loadProject(o: { readonly flowsDir?: string } = {}): Promise<FlowProject> {
  return stackRun().load(o);
}

type FlowOutputs = Pick<genesyscloud.Flow, "id" | "name" | "type" | "publishedVersion" | "digest" | "modulesHeld">;

/** What commands read of a stack that is deployed: `report`, `promote`, `verify` and others. */
export interface StackOutputs {
  /** Per flow: id, published version, digest, and the snapshots that it holds, with their versions. */
  readonly flows: Promise<Readonly<Record<string, FlowOutputs>>>;
  /** The source that each flow runs, by key, before values are filled in; empty where it runs another source than its file. And what else is declared. */
  readonly sourceDigests: Promise<Readonly<Record<string, pulumi.Input<string>>>>;
  /** The numbers of each flow, by key. */
  readonly numbers: Promise<Readonly<Record<string, readonly string[]>>>;
  /** Which flow calls which, as a Mermaid diagram. */
  readonly topology: Promise<string>;
}

/** The outputs of a stack of flows, for a program to export. */
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
