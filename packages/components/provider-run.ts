import { type Diagnostic, formatDiagnostic } from "@genesys-flows/architect";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import * as pulumi from "@pulumi/pulumi";
import { type ChangeGate, judgeUpdate } from "./change.ts";
import type { RegisteredRoute } from "./email-routes.ts";
import type { RegisteredFlow } from "./flow-resource.ts";
import { log, refusal } from "./log.ts";
import { type ProvidedObjects, settled } from "./provided-objects.ts";
import { genesyscloud } from "./sdk.ts";

interface Registered {
  readonly flows: Readonly<Record<string, RegisteredFlow>>;
  readonly routes: readonly RegisteredRoute[];
  /** Other objects that the program registers and documents can refer to. */
  readonly objects: ProvidedObjects;
  readonly gate: ChangeGate;
  /** Violations of mandatory rules in the project's files, collected by a preview. */
  readonly violations?: readonly Diagnostic[];
}

/**
 * Sends the provider a dummy request, so that the engine starts it while the program reads the flows. If it fails to
 * start, `beginRun` throws the reason.
 */
export function startProvider(): void {
  genesyscloud.getPublishForecast({}).catch(() => {});
}

/**
 * Passes the stack's desired state to the provider before anything is registered. A preview then collects all reasons
 * for refusing the update.
 * @param o.documents path of each flow's compiled document, by key
 */
export async function beginRun(
  project: FlowProject,
  { documents, objects }: { readonly documents: ReadonlyMap<string, string>; readonly objects: ProvidedObjects },
): Promise<void> {
  await genesyscloud.beginRun({
    preview: pulumi.runtime.isDryRun(),
    flows: Object.fromEntries(
      project.flows.map((flow) => [flow.key, { ...desired(flow), document: documents.get(flow.key) }]),
    ),
    provides: objects.references(),
    external: [...project.external],
    deletable: [...project.deletable],
  });
}

/**
 * Registers the stack's inventory after everything else, and reads the findings of the run. A preview also checks the
 * update against the rules with scope `change`.
 * @throws RunError with every finding, when an update would be refused, or when a caller holds the wrong snapshots
 */
export async function endRun(
  project: FlowProject,
  { flows, routes, objects, gate, violations = [] }: Registered,
): Promise<void> {
  const entries = Object.entries(flows);
  const ivrs = entries.flatMap(([key, { ivr }]) => (ivr ? [[key, ivr.id] as const] : []));
  const inventory = new genesyscloud.Inventory("inventory", {
    flows: Object.fromEntries(
      entries.map(([key, { flow }]) => [key, { id: flow.id, name: flow.name, type: flow.type }]),
    ),
    ivrs: Object.fromEntries(ivrs),
    numbers: Object.fromEntries(project.flows.flatMap(({ key, numbers }) => numbers.map((number) => [number, key]))),
    ...(routes.length > 0 && {
      emailRoutes: Object.fromEntries(
        routes.map(({ address, flow, route }) => [address, { routeId: route.routeId, flow }]),
      ),
    }),
    // Do not pass all objects. IVRs depend on schedule groups, and the inventory treats an IVR that the program
    // registers as an outside user of its numbers.
    objects: objects.idsOf("queue", "dataTable", "prompt", "emergencyGroup"),
  });
  await settled(inventory.urn);
  // The inventory waits for the flows in the project, not for flows that the program itself registers.
  if (pulumi.runtime.isDryRun()) await objects.worked();
  const { errors, text, note } = await genesyscloud.endRun({});
  const change = await judgeUpdate(project, { flows, gate });
  const texts = [...violations.map(formatDiagnostic), text, ...change.texts].filter((one) => one !== undefined);
  const all = violations.length + errors + change.errors;
  if (all > 0) throw refusal([headline(all), ...texts].join("\n\n"));
  for (const one of texts) await log.warn(one);
  for (const one of change.exempted) await log.info(one);
  if (note !== undefined) await log.info(note);
  await forecastPublishing();
}

function headline(errors: number): string {
  const what = errors === 1 ? "1 error" : `${errors} errors`;
  return pulumi.runtime.isDryRun()
    ? `The update would be refused: ${what}. Nothing was changed.`
    : `The update is not complete: ${what}.`;
}

function desired(unit: FlowUnit) {
  const { name, type, file, modules, references, formerly, numbers, numberPlaces, emailAddresses, addressPlaces } =
    unit;
  const names = references
    .filter(({ lookup }) => !lookup)
    .map((named) => {
      const { kind, flowType } = named;
      return `${kind}${flowType ? `/${flowType}` : ""}:${named.name}`;
    });
  const placed = (all: readonly string[], places: FlowUnit["numberPlaces"]) =>
    Object.fromEntries(
      all.map((one) => {
        const place = places[one];
        return [one, place ? `${place.file}:${place.line}` : file];
      }),
    );
  return {
    name,
    type,
    file,
    modules: [...modules],
    names: [...new Set(names)],
    formerly: [...formerly],
    numbers: placed(numbers, numberPlaces),
    emailAddresses: placed(
      emailAddresses.map(({ address }) => address),
      addressPlaces,
    ),
  };
}

/**
 * In a preview, once every flow is registered: reports the number of flows to publish, their order, and the approximate
 * duration. Reports nothing for an update that publishes nothing, or during an update.
 */
async function forecastPublishing(): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const parallel = Number(process.env["PULUMI_NODEJS_PARALLEL"]);
  const { text } = await genesyscloud.getPublishForecast(parallel > 0 ? { parallel } : {});
  if (text !== undefined) await log.info(formatDiagnostic({ code: "forecast", severity: "note", message: text }));
}
