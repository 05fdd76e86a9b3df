import "@genesys-flows/lean-pulumi/register";
import { join } from "node:path";
import { DiagnosticError, formatDiagnostic } from "@genesys-flows/architect";
import {
  beginRun,
  endRun,
  InboundFlow,
  providedReferences,
  SharedModule,
  sent,
  startProvider,
} from "@genesys-flows/components";
import { judgedProject } from "@genesys-flows/policies/gate";
import {
  declaredSources,
  loadProject,
  slug,
  stackEntries,
  writeCompiled,
  writeDocumentList,
} from "@genesys-flows/project";
import { protectedModules } from "@genesys-flows/rules";
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";

startProvider();
/** The project, checked and judged before anything is registered: files, values, names, module calls, mandatory rules. */
const { project, findings, violations, gate } = await loadProject({
  root: process.cwd(),
  stack: stackEntries(pulumi.runtime.allConfig()),
  stackFile: `Pulumi.${pulumi.getStack()}.yaml`,
})
  .then((loaded) =>
    judgedProject(loaded, {
      folder: join(process.cwd(), "policies"),
      stack: pulumi.getStack(),
      collects: pulumi.runtime.isDryRun(),
    }),
  )
  .catch((error: unknown) => {
    throw error instanceof DiagnosticError
      ? new pulumi.RunError(`The flows have mistakes.\n\n${error.message}`)
      : error;
  });
for (const finding of findings) {
  await (finding.severity === "note" ? pulumi.log.info : pulumi.log.warn)(formatDiagnostic(finding));
}
const protects = protectedModules(project, gate.enforcement);
const documents = await writeCompiled(project);
await writeDocumentList(project.root, pulumi.getStack(), documents);
/** What the program registers from here on, and flows can name. */
const objects = await beginRun(project, documents);

for (const [name, spec] of Object.entries(project.queues)) {
  new genesyscloud.RoutingQueue(slug(name), { name, ...spec });
}
// Other resources that flows name: here, before the flows (docs/resources.md).

const modules: Record<string, SharedModule> = {};
const inbound: Record<string, InboundFlow> = {};
const registered: Record<string, genesyscloud.Flow> = {};
for (const flow of project.flows) {
  const document = documents.get(flow.key) as string;
  const references = providedReferences(flow, { objects, flows: registered });
  if (flow.type === "commonModule") {
    modules[flow.key] = new SharedModule(flow.key, { flow, document, references, protect: protects.has(flow.key) });
  } else {
    const { numbers } = flow;
    const called = Object.fromEntries(flow.modules.map((key) => [key, modules[key] as SharedModule]));
    const component = new InboundFlow(flow.key, { flow, document, references, modules: called, numbers });
    inbound[flow.key] = component;
    registered[flow.key] = component.flow;
  }
  await sent();
}
await endRun(project, { flows: { ...modules, ...inbound }, objects, gate, violations });

/** Per flow: id, published version, digest, and the snapshots that it holds, with their versions. */
export const flows = Object.fromEntries(
  project.flows.map(({ key }) => {
    const { id, name, type, publishedVersion, digest, modulesHeld } = (modules[key]?.flow ??
      registered[key]) as genesyscloud.Flow;
    return [key, { id, name, type, publishedVersion, digest, modulesHeld }];
  }),
);

/** The source that each flow runs, by key, before values are filled in; empty where it runs another source than its file. And what else is declared. */
export const sourceDigests = Object.fromEntries([
  ...project.flows.map((flow) => {
    const { digest } = (modules[flow.key]?.flow ?? registered[flow.key]) as genesyscloud.Flow;
    return [flow.key, digest.apply((running) => (running === flow.digest ? flow.sourceDigest : ""))];
  }),
  ...declaredSources(project).map(({ key, digest }) => [key, digest]),
]);

/** The numbers of each flow, by key. */
export const numbers = Object.fromEntries(
  project.flows.filter((flow) => flow.numbers.length > 0).map((flow) => [flow.key, [...flow.numbers]]),
);

/** Which flow calls which, as a Mermaid diagram. */
export const topology = project.topology();
