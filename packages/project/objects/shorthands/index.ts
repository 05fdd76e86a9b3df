import { dataActionShorthand } from "./data-action.ts";
import { dataTableShorthand } from "./data-table.ts";
import { emergencyGroupShorthand } from "./emergency-group.ts";
import { promptShorthand } from "./prompt.ts";
import { scheduleGroupShorthand, scheduleShorthand } from "./schedule.ts";
import type { Shorthand } from "./shorthand.ts";

/** The shorthand of a kind, if it has one. */
export const shorthands: Readonly<Record<string, Shorthand>> = {
  dataAction: dataActionShorthand,
  dataTable: dataTableShorthand,
  emergencyGroup: emergencyGroupShorthand,
  prompt: promptShorthand,
  schedule: scheduleShorthand,
  scheduleGroup: scheduleGroupShorthand,
};
