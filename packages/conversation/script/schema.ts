import { nearest } from "@genesys-flows/architect";
import { z } from "zod";
import {
  dataActionAnswers,
  givenShape,
  hoursState,
  type NamedGroup,
  tableRows,
  variableValue,
} from "./given-schema.ts";
import { groupOf, isPlatformVariable } from "./names.ts";
import { stepsSchema } from "./step-schema.ts";

/** The form of an entry beside the fixed keys of `given`, by the group that it belongs to. */
const forms: Readonly<Record<NamedGroup, z.ZodType>> = {
  variables: variableValue,
  dataActions: dataActionAnswers,
  tables: tableRows,
  hours: hoursState,
};

/** `given` as a file has it: named entries beside the fixed keys. */
const given: z.ZodType<Readonly<Record<string, unknown>>> = z
  .looseObject(givenShape)
  .superRefine((entries, context) => {
    for (const [name, value] of Object.entries(entries)) {
      if (Object.hasOwn(givenShape, name)) continue;
      const group = groupOf(name, value);
      if (group === undefined) context.addIssue({ code: "custom", path: [name], message: unknownEntry(name) });
      else if (group === "variables" && !isPlatformVariable(name))
        context.addIssue({ code: "custom", path: [name], message: "the platform has no such variable" });
      else
        for (const { path, message } of forms[group].safeParse(value).error?.issues ?? [])
          context.addIssue({ code: "custom", path: [name, ...path], message });
    }
  })
  .describe("The world around the conversations: time, caller, answers of data actions, rows, opening hours");

function unknownEntry(name: string): string {
  const key = nearest(name, Object.keys(givenShape));
  if (key !== undefined) return `unknown. Did you mean \`${key}\`?`;
  return "unknown. A data action is INTEGRATION/ACTION, hours have a state such as closed, a data table has rows by their keys";
}

function fileSchema(world: z.ZodType<Readonly<Record<string, unknown>>>) {
  const conversation = z.union(
    [stepsSchema, z.strictObject({ given: world.optional(), steps: stepsSchema })],
    "expected a list of steps, or {given: ..., steps: [...]}",
  );
  return z.strictObject({
    flow: z.string("expected the key or the name of a flow").min(1).describe("Key or name of the flow"),
    given: world.optional(),
    conversations: z
      .record(z.string(), conversation, "expected conversations by their names")
      .refine((all) => Object.keys(all).length > 0, "expected at least one conversation")
      .describe("What a customer does and hears, by the name of the conversation"),
  });
}

/** A file `<name>.test.yaml` as it is read. */
export const scriptSchema = fileSchema(given);

/** The same for editors, which see no code: an entry beside the fixed keys has one of the forms. */
export const editorSchema = fileSchema(
  z
    .object(givenShape)
    .catchall(z.union([dataActionAnswers, hoursState, tableRows, variableValue]))
    .describe("The world around the conversations"),
);
