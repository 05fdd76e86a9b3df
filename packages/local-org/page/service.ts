import type { Service } from "../service.ts";
import { assetRoutes } from "./assets.ts";
import { comparePage } from "./compare-page.ts";
import { flowPage } from "./flow-page.ts";
import { pageRoute } from "./frame.ts";
import { objectPage } from "./object-page.ts";
import { organisationPage } from "./organisation-page.ts";
import { overviewPage } from "./overview-page.ts";
import { requestsPage } from "./requests-page.ts";
import { versionPage } from "./version-page.ts";

/** The page for people: server-rendered, read-only. */
export const page: Service = {
  name: "page",
  routes: [
    pageRoute({ path: "/", operation: "getLocalOverviewPage", show: overviewPage }),
    pageRoute({ path: "/requests", operation: "getLocalRequestsPage", show: requestsPage }),
    pageRoute({ path: "/organisation", operation: "getLocalOrganisationPage", show: organisationPage }),
    pageRoute({ path: "/objects/{kind}/{id}", operation: "getLocalObjectPage", show: objectPage }),
    pageRoute({ path: "/flows/{flowId}", operation: "getLocalFlowPage", show: flowPage }),
    pageRoute({ path: "/flows/{flowId}/compare", operation: "getLocalComparePage", show: comparePage }),
    pageRoute({
      path: "/flows/{flowId}/versions/{versionId}",
      operation: "getLocalVersionPage",
      show: versionPage,
    }),
    ...assetRoutes,
  ],
};
