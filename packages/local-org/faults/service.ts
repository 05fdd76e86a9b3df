import { DiagnosticError, formatDiagnostic } from "@genesys-flows/architect";
import { ApiError, notFound } from "../http/api-error.ts";
import type { Context, JsonObject, Reply, Route } from "../http/route.ts";
import type { Service } from "../service.ts";
import { addFaults, faultMigrations, removeFaults, type StoredFault, storedFaults } from "./fault-table.ts";
import { parseFaultScenario } from "./read-scenario.ts";
import type { FaultScenario } from "./schema.ts";

const PATH = "/_local/faults";
const MAX_BYTES = 1024 * 1024;

/** Faults on demand: adds them by scenario, lists them with their effects, removes them. `operations` may be named in conditions. */
export function faultService(operations: () => ReadonlySet<string>): Service {
  const own = { auth: "none", unlogged: true } as const;
  const routes: readonly Route[] = [
    {
      ...own,
      method: "POST",
      path: PATH,
      operation: "postLocalFaults",
      raw: true,
      handler: (context) => add(context, operations()),
    },
    {
      ...own,
      method: "GET",
      path: PATH,
      operation: "getLocalFaults",
      handler: ({ store }) => ({ body: { entities: storedFaults(store).map(presentFault) } }),
    },
    {
      ...own,
      method: "DELETE",
      path: PATH,
      operation: "deleteLocalFaults",
      handler({ store }) {
        removeFaults(store);
        return { status: 204 };
      },
    },
    {
      ...own,
      method: "DELETE",
      path: `${PATH}/{faultId}`,
      operation: "deleteLocalFault",
      handler({ store, params }) {
        if (removeFaults(store, params["faultId"] ?? "") === 0) throw notFound("No fault has this id.");
        return { status: 204 };
      },
    },
  ];
  return { name: "faults", migrations: faultMigrations, routes };
}

/** The body is a scenario, as JSON or YAML. */
function add({ store, rawBody }: Context, operations: ReadonlySet<string>): Reply {
  if (rawBody.length > MAX_BYTES) {
    throw new ApiError(413, "request.entity.too.large", `A scenario has at most ${MAX_BYTES} bytes.`);
  }
  const scenario = parsed(rawBody.toString("utf8"), operations);
  const ids = new Set(addFaults(store, scenario));
  const added = storedFaults(store).filter((fault) => ids.has(fault.id));
  return { body: { entities: added.map(presentFault) } };
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
