import type { Service } from "../service.ts";
import { flowPage } from "./flow-page.ts";
import { assetRoutes, pageRoute } from "./frame.ts";
import { objectPage } from "./object-page.ts";
import { organisationPage } from "./organisation-page.ts";
import { overviewPage } from "./overview-page.ts";
import { requestsPage } from "./requests-page.ts";
import { comparePage, versionPage } from "./version-pages.ts";

/** The server-rendered, read-only pages for users. */
export const page: Service = {
  name: "page",
  routes: [
    pageRoute("/", "getLocalOverviewPage", overviewPage),
    pageRoute("/requests", "getLocalRequestsPage", requestsPage),
    pageRoute("/organisation", "getLocalOrganisationPage", organisationPage),
    pageRoute("/objects/{kind}/{id}", "getLocalObjectPage", objectPage),
    pageRoute("/flows/{flowId}", "getLocalFlowPage", flowPage),
    pageRoute("/flows/{flowId}/compare", "getLocalComparePage", comparePage),
    pageRoute("/flows/{flowId}/versions/{versionId}", "getLocalVersionPage", versionPage),
    ...assetRoutes,
  ],
};
