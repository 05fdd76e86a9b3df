import type { DataActionContract, DataTableContract } from "@genesys-flows/architect";
import { z } from "zod";

/** The contracts of the objects, other than modules, that flows call, by name in lower case. */
export interface ContractsByName {
  readonly dataActions: ReadonlyMap<string, DataActionContract>;
  readonly dataTables: ReadonlyMap<string, DataTableContract>;
}

export const noContracts: ContractsByName = { dataActions: new Map(), dataTables: new Map() };

/**
 * Schema for the data actions in an embedded organisation's seed, with their contracts. The organisation checks the
 * rest.
 */
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

/**
 * Architect's names for the types of contract fields and columns. Its names for objects and lists are not documented.
 */
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
