import { markdownTable } from "@genesys-flows/architect/columns";
import { documentedOf, factsOf, queueSettings } from "@genesys-flows/architect/settings";
import { configProperties } from "@genesys-flows/platform";
import { exportOptionsSchema, flowConfigSchema, stackFlowConfigSchema } from "@genesys-flows/project/documents";
import { variablesTable } from "@genesys-flows/wrapper/variables";
import type { z } from "zod";

/** The keys that a table explains, each with its explanation in Markdown. */
export type Table = readonly (readonly [key: string, text: string])[];

export function configurationSections(): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(configurationTables()).map(([name, table]) => [name, markdown(table)])),
    "variables of a team": variablesTable("yours"),
    "variables of a pipeline": variablesTable("pipeline"),
    "variables with defaults": variablesTable("defaults"),
  };
}

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

function markdown(table: Table): string {
  return markdownTable(
    ["key", "meaning"],
    table.map(([key, text]) => [`\`${key}\``, text.replaceAll("|", "\\|")]),
  );
}
