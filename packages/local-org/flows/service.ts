import type { Service } from "../service.ts";
import { actionRoutes } from "./action-routes.ts";
import { flowsUsing } from "./dependency-table.ts";
import { flowKindOf } from "./flow-kinds.ts";
import { flowRoutes } from "./flow-routes.ts";
import { type FlowRow, flowById } from "./flow-table.ts";
import { historyRoutes } from "./history/history-routes.ts";
import { exportJobRoutes } from "./jobs/export-jobs.ts";
import { publishJobRoutes } from "./jobs/publish-jobs.ts";
import { settleDueJobs } from "./jobs/settle.ts";
import { validateJobRoutes } from "./jobs/version-jobs.ts";
import { listingRoutes } from "./listing-routes.ts";
import { flowMigrations } from "./migrations.ts";
import { seedFlows, seedSystemFlows } from "./seeded-flows.ts";
import { versionRoutes } from "./version-routes.ts";

export const flows: Service = {
  name: "flows",
  migrations: flowMigrations,
  routes: [
    ...publishJobRoutes,
    ...listingRoutes,
    ...flowRoutes,
    ...versionRoutes,
    ...actionRoutes,
    ...exportJobRoutes,
    ...validateJobRoutes,
    ...historyRoutes,
  ],
  kinds: {
    flow: {
      get(store, id) {
        const flow = flowById(store, id);
        if (!flow || flow.deleted) return undefined;
        const { apiType: type } = flowKindOf(flow.type);
        return { id, name: flow.name, type, ...(flow.divisionId ? { divisionId: flow.divisionId } : {}) };
      },
      named: (store, name) =>
        store.all<Pick<FlowRow, "id" | "name">>(
          "SELECT id, name FROM flows WHERE deleted = 0 AND nameKey = ? ORDER BY id",
          name.trim().toLowerCase(),
        ),
      move: (store, id, divisionId) => void store.run("UPDATE flows SET divisionId = ? WHERE id = ?", divisionId, id),
      countIn(store, divisionId) {
        const sql = "SELECT count(*) AS count FROM flows WHERE deleted = 0 AND divisionId = ?";
        return store.get<{ count: number }>(sql, divisionId)?.count ?? 0;
      },
    },
  },
  usages: (store, _kind, id) =>
    flowsUsing(store, id).map((flow) => ({ ...flow, kind: "flow", type: flowKindOf(flow.type).dependencyType })),
  seed(context) {
    seedSystemFlows(context);
    seedFlows(context);
  },
  settle: settleDueJobs,
};
