import { dataActionShorthand } from "./data-action.ts";
import { emergencyGroupShorthand } from "./emergency-group.ts";
import { scheduleGroupShorthand, scheduleShorthand } from "./schedule.ts";
import type { Shorthand } from "./shorthand.ts";

/** The shorthand of a kind, where it has one. */
export const shorthands: Readonly<Record<string, Shorthand>> = {
  dataAction: dataActionShorthand,
  emergencyGroup: emergencyGroupShorthand,
  schedule: scheduleShorthand,
  scheduleGroup: scheduleGroupShorthand,
};
