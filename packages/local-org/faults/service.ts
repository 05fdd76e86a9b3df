import { DiagnosticError, formatDiagnostic } from "@genesys-flows/architect";
import { ApiError, notFound } from "../http/api-error.ts";
import type { Context, JsonObject, Reply } from "../http/route.ts";
import { routesOf, type Service } from "../service.ts";
import { addFaults, faultMigrations, removeFaults, type StoredFault, storedFaults } from "./fault-table.ts";
import { parseFaultScenario } from "./read-scenario.ts";
import type { FaultScenario } from "./schema.ts";

const PATH = "/_local/faults";
const MAX_BYTES = 1024 * 1024;

/**
 * The API for faults on demand: adds the faults of a scenario, lists faults with their effects, and removes them.
 * `operations` are the names that conditions may use.
 */
export function faultService(operations: () => ReadonlySet<string>): Service {
  const unlogged = { unlogged: true };
  const routes = routesOf([
    ["POST", PATH, "postLocalFaults", "none", (context) => add(context, operations()), { raw: true, unlogged: true }],
    ["GET", PATH, "getLocalFaults", "none", ({ store }) => listed(storedFaults(store)), unlogged],
    ["DELETE", PATH, "deleteLocalFaults", "none", removeAll, unlogged],
    ["DELETE", `${PATH}/{faultId}`, "deleteLocalFault", "none", removeOne, unlogged],
  ]);
  return { name: "faults", migrations: faultMigrations, routes };
}

/** Adds a scenario from the body, in JSON or YAML. */
function add({ store, rawBody }: Context, operations: ReadonlySet<string>): Reply {
  if (rawBody.length > MAX_BYTES) {
    throw new ApiError(413, "request.entity.too.large", `A scenario can have at most ${MAX_BYTES} bytes.`);
  }
  return listed(addFaults(store, parsed(rawBody.toString("utf8"), operations)));
}

function removeAll({ store }: Context): Reply {
  removeFaults(store);
  return { status: 204 };
}

function removeOne({ store, params }: Context): Reply {
  if (removeFaults(store, params["faultId"] ?? "") === 0) throw notFound("No fault has this id.");
  return { status: 204 };
}

function listed(faults: readonly StoredFault[]): Reply {
  return { body: { entities: faults.map(presentFault) } };
}

function parsed(text: string, operations: ReadonlySet<string>): FaultScenario {
  try {
    return parseFaultScenario(text, { file: "scenario", operations });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { diagnostics } = error;
    throw new ApiError(400, "local.fault.scenario", diagnostics.map((d) => formatDiagnostic(d)).join("\n\n"), {
      details: diagnostics.map(({ code, message }) => ({ errorCode: code, fieldName: message })),
    });
  }
}

function presentFault({ id, name, seed, rule, calls, happened, problem }: StoredFault): JsonObject {
  const { when, times, do: what } = rule;
  return { id, name, seed, when, ...(times === undefined ? {} : { times }), do: what, calls, happened, problem };
}
