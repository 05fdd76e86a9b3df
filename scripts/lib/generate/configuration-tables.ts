import { documentedOf, factsOf, queueSettings } from "@genesys-flows/architect/settings";
import { exportOptionsSchema, flowConfigSchema, stackFlowConfigSchema } from "@genesys-flows/project/documents";
import { configProperties } from "@genesys-flows/provider/config";
import type { z } from "zod";
import type { Table } from "./tables.ts";

/** The tables of docs/configuration.md by their names. */
export function configurationTables(): Record<string, Table> {
  return {
    "settings of a queue": settingsTable(queueSettings),
    "options of an export": settingsTable(exportOptionsSchema),
    "a stack's configuration of flows": settingsTable(stackFlowConfigSchema, "genesys-flows:"),
    "a stack's configuration of one flow": settingsTable(flowConfigSchema),
    "a stack's configuration of the provider": providerTable(),
  };
}

function settingsTable({ shape }: z.ZodObject, prefix = ""): Table {
  return Object.entries(shape).map(([key, schema]) => [`${prefix}${key}`, documentedOf(factsOf(schema as z.ZodType))]);
}

function providerTable(): Table {
  return Object.entries(configProperties).map(([key, { description, object }]) => {
    const members = Object.entries(object?.properties ?? {}).map(
      ([name, member]) => `\`${name}\`: ${member.description}`,
    );
    return [`genesyscloud:${key}`, [description, ...members].join(" ")];
  });
}
