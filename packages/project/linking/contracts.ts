import type { DataActionContract, DataTableContract } from "@genesys-flows/architect";
import { z } from "zod";

/** The contracts of what flows call beside modules, by their names in lower case. */
export interface ContractsByName {
  readonly dataActions: ReadonlyMap<string, DataActionContract>;
  readonly dataTables: ReadonlyMap<string, DataTableContract>;
}

export const noContracts: ContractsByName = { dataActions: new Map(), dataTables: new Map() };

/** The part of the seed of an embedded organisation that says what data actions take and give. The organisation checks the rest. */
const seedSchema = z.looseObject({
  integrations: z.array(
    z.looseObject({
      name: z.string(),
      dataActions: z
        .array(
          z.looseObject({
            name: z.string(),
            inputs: z.record(z.string(), z.string()).default({}),
            outputs: z.record(z.string(), z.string()).default({}),
          }),
        )
        .default([]),
    }),
  ),
});

/** Types of fields of a contract, and of columns, as Architect names them. How it shows objects and lists is not documented. */
export const typeOfField: Readonly<Record<string, string>> = {
  boolean: "boolean",
  integer: "integer",
  number: "decimal",
  string: "string",
};

/** The contracts of the data actions in the seed of an embedded organisation, by `INTEGRATION/ACTION` in lower case. */
export function dataActionsIn(data: unknown, source: string): ReadonlyMap<string, DataActionContract> {
  const { integrations = [] } = seedSchema.safeParse(data).data ?? {};
  const typed = (fields: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, typeOfField[type]]));
  return new Map(
    integrations.flatMap((integration) =>
      integration.dataActions.map(({ name, inputs, outputs }): [string, DataActionContract] => [
        `${integration.name}/${name}`.toLowerCase(),
        { inputs: typed(inputs), outputs: typed(outputs), source },
      ]),
    ),
  );
}
