import {
  checkConfig,
  madeKinds,
  OrganisationSession,
  type Pace,
  type RunSettings,
  resolveSettings,
  SecretKeeper,
} from "@genesys-flows/platform";
import {
  assertReadableNotes,
  isAdoptionAllowed,
  offlineVariable,
  recoveryVariable,
} from "@genesys-flows/project/notes";
import { PublishNotes } from "@genesys-flows/project/publish-notes";
import type { ResourceUrn } from "@genesys-flows/project/state";
import type { Properties } from "./engine/values.ts";
import { changes } from "./functions/changes.ts";
import { lookupFunctions } from "./functions/lookups.ts";
import { namedObject } from "./functions/named-object.ts";
import { publishForecast } from "./functions/publish-forecast.ts";
import { runFunctions } from "./functions/run-functions.ts";
import { architectIvr } from "./resources/architect-ivr.ts";
import { dataTableRowsResource } from "./resources/data-table/rows/resource.ts";
import { architectDatatable } from "./resources/data-table/table.ts";
import { flowAccess } from "./resources/flow/life/flow-organisation.ts";
import { NameFindings } from "./resources/flow/references/missing-names.ts";
import { flowResource } from "./resources/flow/resource.ts";
import { deletableIn } from "./resources/guards/deletable.ts";
import { contentsGuard, type Protection } from "./resources/guards/protection.ts";
import { deadAddressGuard, deadNumbersGuard } from "./resources/inventory/leaving.ts";
import { inventoryResource } from "./resources/inventory/resource.ts";
import { plainResources } from "./resources/kinds.ts";
import { UntouchedState } from "./resources/outside/untouched.ts";
import type { Abandoned } from "./resources/plain/abandoned.ts";
import { openFor } from "./resources/plain/live.ts";
import { plainResource } from "./resources/plain/resource.ts";
import { routingEmailRoute } from "./resources/routing-email.ts";
import type { ProviderServer } from "./rpc/service.ts";
import { unwrapProperties } from "./rpc/wire-values.ts";
import { ChangePlan } from "./run/change-plan.ts";
import { CreationNotes } from "./run/creation-notes.ts";
import { PlannedObjects } from "./run/desired.ts";
import { PublishPlan } from "./run/forecast.ts";
import { Holdings } from "./run/holdings.ts";
import { RunJournal } from "./run/run-journal.ts";
import { StackRun } from "./run/stack-run.ts";
import { type StateReader, stateReader } from "./run/stack-state.ts";
import { providerSchema, providerVersion } from "./schema/provider-schema.ts";

/**
 * Creates the provider `genesyscloud`. It reads its configuration and connects to an organisation only when an
 * operation needs it, so unchanged resources need neither credentials nor network access.
 * @param options.signal aborted when the engine cancels
 * @param options.folder the project's folder; default: the working directory
 * @param options.paceFor replaces the organisation's usual pace, for tests
 * @param options.readState reads the state without the CLI, for tests
 * @param options.onNote called with notes to the user about the whole run
 */
export function createProvider(options: {
  signal: AbortSignal;
  folder?: string;
  environment?: Readonly<Record<string, string | undefined>>;
  paceFor?: (usual: Pace) => Pace;
  readState?: StateReader;
  onNote?: (text: string) => void;
}): ProviderServer {
  const environment = options.environment ?? process.env;
  const folder = options.folder ?? process.cwd();
  const secrets = new SecretKeeper();
  let configured: { inputs: Properties; urn: ResourceUrn | undefined } | undefined;

  function settings(): RunSettings {
    if (!configured) throw new Error("The provider was not configured.");
    const { inputs, urn } = configured;
    const { project, stack } = urn ?? { project: "project", stack: "stack" };
    return { ...resolveSettings(inputs, { environment, folder, project, stack }), ...(urn && { stack }) };
  }

  const { signal, paceFor, onNote } = options;
  const session = new OrganisationSession({
    ...{ settings, folder, signal, secrets },
    ...(paceFor && { paceFor }),
    ...(onNote && { onNote }),
  });
  const notes = new CreationNotes(folder);
  const publishNotes = new PublishNotes(folder);
  const plan = new PublishPlan();
  const changePlan = new ChangePlan();
  const run = new StackRun();
  const planned = new PlannedObjects();
  const flows = flowAccess(session, { planned, publishNotes, signal });
  const isOffline = environment[offlineVariable] === "true";
  const recovers = environment[recoveryVariable] === "true";
  const untouched = new UntouchedState({
    // The end of a preview needs the organisation, so the login starts now and runs while the program registers the
    // other flows.
    onFirst: (state) => {
      if (run.collects && !isOffline) openFor(flows, state).catch(() => {});
    },
  });
  const names = new NameFindings();
  const abandoned: Abandoned = { specs: plainResources, access: session, notes };
  const adopts = (stack: string) => isAdoptionAllowed(folder, stack);
  const protection: Protection = { run, planned, readDeletable: (stack) => deletableIn(folder, stack) };
  const unwrap = (plain: Readonly<Record<string, unknown>>) => unwrapProperties(plain).properties;
  const holdings = new Holdings(options.readState ?? stateReader({ folder, signal, unwrap }), notes);
  const guards = new Map([
    [architectIvr.token, deadNumbersGuard(flows)],
    [routingEmailRoute.token, deadAddressGuard(flows, (token, stack) => holdings.everHeld(token, stack))],
    ...(["dataTable", "prompt", "queue"] as const).map(
      (kind) => [madeKinds[kind].token, contentsGuard(kind, protection)] as const,
    ),
  ]);
  const flow = flowResource(flows, { plan, changes: changePlan, run, names, folder, publishNotes, untouched });
  const hasFlow = (id: string, stack: string) => holdings.has(flow, id, stack);
  const shared = { notes, plan, planned, run, adopts, untouched };
  const resources = [
    flow,
    inventoryResource(flows, { plan, changes: changePlan, planned, run, untouched, hasFlow, protection }),
    ...plainResources.map((spec) =>
      plainResource(spec, session, { ...shared, refuseDeletion: guards.get(spec.token) }),
    ),
  ];
  const tableLeaves = (id: string, stack: string) => holdings.leaves(architectDatatable, id, stack);
  resources.push(dataTableRowsResource(session, { ...shared, tableLeaves }));
  const journal = new RunJournal(run);
  const functions = [
    ...lookupFunctions(flows),
    namedObject(session),
    publishForecast(flows, plan),
    changes(flows, { plan: changePlan, run, folder }),
    ...runFunctions(flows, { run, changes: changePlan, names, abandoned, recovers, untouched, isOffline }),
  ];
  return {
    version: providerVersion,
    schema: () => JSON.stringify(providerSchema()),
    checkConfig: (inputs) => ({ inputs, failures: checkConfig(inputs, environment) }),
    configure: (request) => {
      if (request.urn) assertReadableNotes(folder, request.urn.stack);
      configured = request;
      holdings.begin();
    },
    resources: new Map(resources.map((resource) => [resource.token, holdings.keeping(journal.noting(resource))])),
    functions: new Map(functions.map((called) => [called.token, called])),
    interrupted: () => journal.report(),
    redact: (text) => secrets.redact(text),
    close: () => session.close(),
  };
}
