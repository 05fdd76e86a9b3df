import { nearest } from "@genesys-flows/architect";
import { inItsForm } from "@genesys-flows/project/by-schema";
import { z } from "zod";
import {
  dataActionAnswers,
  dataTable,
  givenShape,
  hoursState,
  type NamedGroup,
  variableValue,
} from "./given-schema.ts";
import { groupOf, isPlatformVariable } from "./names.ts";
import { stepsSchema } from "./step-schema.ts";

/** The form of an entry next to the fixed keys of `given`, by group. */
const forms: Readonly<Record<NamedGroup, z.ZodType>> = {
  variables: variableValue,
  dataActions: dataActionAnswers,
  tables: dataTable,
  hours: hoursState,
};

/** `given` in a file: named entries next to the fixed keys. */
const given: z.ZodType<Readonly<Record<string, unknown>>> = z.looseObject(givenShape).superRefine(
  (entries, context) => {
    for (const [name, value] of Object.entries(entries))
      if (!Object.hasOwn(givenShape, name))
        for (const issue of issuesOf(name, value)) context.addIssue({ code: "custom", ...issue });
  },
  // An error in a fixed key does not hide an error in a name.
  { when: ({ value }) => typeof value === "object" && value !== null },
);

/** Errors in an entry next to the fixed keys, according to the form of its group. */
function issuesOf(name: string, value: unknown): readonly { path: PropertyKey[]; message: string }[] {
  const group = groupOf(name, value);
  if (group === undefined) return [{ path: [name], message: unknownEntry(name) }];
  if (group === "variables" && !isPlatformVariable(name))
    return [{ path: [name], message: "the platform has no such variable" }];
  const issues = forms[group].safeParse(value).error?.issues ?? [];
  return issues.flatMap(inItsForm).map(({ path, message }) => ({ path: [name, ...path], message }));
}

function unknownEntry(name: string): string {
  const key = nearest(name, Object.keys(givenShape));
  if (key !== undefined) return `unknown. Did you mean \`${key}\`?`;
  return "unknown. Write a data action as INTEGRATION/ACTION, hours with a state such as closed, and a data table with rows by key or failure";
}

function fileSchema(world: z.ZodType<Readonly<Record<string, unknown>>>) {
  const conversation = z.union(
    [stepsSchema, z.strictObject({ given: world.optional(), steps: stepsSchema })],
    "expected a list of steps, or {given: ..., steps: [...]}",
  );
  return z.strictObject({
    flow: z.string("expected the key or name of a flow").min(1).describe("Key or name of the flow"),
    given: world.optional(),
    conversations: z
      .record(z.string(), conversation, "expected a mapping of names to conversations")
      .refine((all) => Object.keys(all).length > 0, "expected at least one conversation")
      .describe("What a customer does and hears, by name of the conversation"),
  });
}

/** A file `<name>.test.yaml`, as parsed. */
export const scriptSchema = fileSchema(given);

/** The schema for editors. Editors cannot run code, so an entry next to the fixed keys may have any of the forms. */
export const editorSchema = fileSchema(
  z
    .object(givenShape)
    .catchall(z.union([dataActionAnswers, hoursState, dataTable, variableValue]))
    .describe("The world around the conversations"),
);
