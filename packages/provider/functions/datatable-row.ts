import { z } from "zod";
import { ApiFailure } from "../api/failure.ts";
import { type FunctionSpec, tokenOf } from "../engine/property-specs.ts";
import type { ProviderFunction } from "../engine/resource.ts";
import type { OrganisationDoor } from "../run/organisation.ts";
import { checkedArguments } from "./arguments.ts";

export const getArchitectDatatableRowSpec: FunctionSpec = {
  token: tokenOf("getArchitectDatatableRow", "getArchitectDatatableRow"),
  description: "Looks up a row of a data table by its key.",
  inputs: {
    datatableId: { type: "string", required: true, description: "Id of the table." },
    keyValue: { type: "string", required: true, description: "The row's key." },
  },
  outputs: {
    id: { type: "string", required: true, description: "Id of the row as a resource has it: `table/key`." },
    propertiesJson: {
      type: "string",
      required: true,
      description: "The values of the row by column, as a JSON object.",
    },
  },
};

/** A row is not listed but read by its key. */
export function datatableRowLookup(door: OrganisationDoor): ProviderFunction {
  return {
    token: getArchitectDatatableRowSpec.token,
    async invoke(_operation, given) {
      const { datatableId = "", keyValue = "" } = checkedArguments(getArchitectDatatableRowSpec, given);
      const { client } = await door.open();
      const path = `/api/v2/flows/datatables/${encodeURIComponent(datatableId)}/rows/${encodeURIComponent(keyValue)}`;
      try {
        const row = await client.call({ method: "GET", path, query: { showbrief: "false" } }, z.looseObject({}));
        const { key: _key, ...values } = row;
        return { id: `${datatableId}/${keyValue}`, propertiesJson: JSON.stringify(values) };
      } catch (error) {
        if (!(error instanceof ApiFailure) || error.kind !== "not-found") throw error;
        throw new Error(`The data table ${datatableId} has no row '${keyValue}', or is not there.`);
      }
    },
  };
}
