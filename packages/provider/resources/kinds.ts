import { architectDatatable } from "./architect-datatable.ts";
import { architectDatatableRow } from "./architect-datatable-row.ts";
import { architectEmergencygroup } from "./architect-emergencygroup.ts";
import { architectIvr } from "./architect-ivr.ts";
import { architectSchedulegroups } from "./architect-schedulegroups.ts";
import { architectSchedules } from "./architect-schedules.ts";
import { architectUserPrompt } from "./architect-user-prompt.ts";
import { authDivision } from "./auth-division.ts";
import { telephonyProvidersEdgesDidPool } from "./did-pool.ts";
import type { PlainResourceSpec } from "./plain/spec.ts";
import { routingEmailDomain } from "./routing-email-domain.ts";
import { routingEmailRoute } from "./routing-email-route.ts";
import { routingQueue } from "./routing-queue.ts";
import { routingSkill } from "./routing-skill.ts";
import { routingWrapupcode } from "./routing-wrapupcode.ts";

/**
 * The table of kinds: every resource type that is one REST object. A row has everything about its type: properties, operations,
 * lookup function, documentation. The kinds themselves, and those that no resource here creates, are in `packages/platform/names`.
 */
export const plainResources: readonly PlainResourceSpec[] = [
  routingQueue,
  routingSkill,
  routingWrapupcode,
  architectIvr,
  telephonyProvidersEdgesDidPool,
  architectSchedules,
  architectSchedulegroups,
  architectEmergencygroup,
  architectUserPrompt,
  architectDatatable,
  architectDatatableRow,
  routingEmailDomain,
  routingEmailRoute,
  authDivision,
];
