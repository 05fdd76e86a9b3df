import type { OrganisationAccess } from "@genesys-flows/platform";
import type { Resource } from "../../../engine/resource.ts";
import { validate } from "../../../engine/validate.ts";
import { rowFailures } from "./check.ts";
import { diffRows, rowsIn } from "./diff.ts";
import type { RowsShared } from "./shared.ts";
import { rowsInputs, rowsSpec } from "./spec.ts";

/**
 * `genesyscloud:index/architectDatatableRows:ArchitectDatatableRows`, whose id is the id of the table. Check and Diff
 * make no requests.
 */
export function dataTableRowsResource(access: OrganisationAccess, shared: RowsShared): Resource {
  const life = async () => (await import("./life.ts")).rowsLife(access, shared);
  return {
    token: rowsSpec.token,
    noun: rowsSpec.noun,

    continues({ state }, inputs) {
      return state["datatableId"] === inputs["datatableId"];
    },

    async check(_operation, { inputs }) {
      const checked = validate(inputs, rowsInputs);
      return { inputs: checked.inputs, failures: [...checked.failures, ...rowFailures(checked.inputs)] };
    },

    async diff(operation, request) {
      const { urn, log } = operation;
      if (shared.notes.read(urn, log.debug)) await (await life()).settle(operation, rowsIn(request.state));
      return diffRows(request);
    },

    create: async (operation, request) => (await life()).create(operation, request),
    read: async (operation, request) => (await life()).read(operation, request),
    update: async (operation, request) => (await life()).update(operation, request),
    delete: async (operation, request) => (await life()).delete(operation, request),
  };
}
