import type { ArchyValue, Diagnostic, OutcomeContract } from "@genesys-flows/architect";
import {
  asGiven,
  flowStacks,
  formerKeys,
  type Given,
  optionsSettings,
  phoneNumbers,
  setting,
  settingsIn,
} from "@genesys-flows/architect/settings";
import { z } from "zod";
import { keysOf, readBySchema } from "../by-schema.ts";
import { readYamlFile, type YamlFile } from "../yaml-file.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const outcome = z
  .object({
    from: z.string().regex(/^Common\.[A-Za-z]\w*$/, "an output variable of the module, such as Common.success"),
  })
  .catchall(z.union([scalar, z.array(scalar).min(1)]))
  .refine(
    (table) => Object.keys(table).length > 1,
    "name at least one outcome and the value that means it, such as `completed: true`",
  )
  .refine((table) => !("error" in table), "`error` is every value that no outcome names; it cannot be given");

const substitution = z.union([
  scalar,
  z.strictObject({ default: scalar.optional(), description: z.string().optional() }).nullable(),
]);

/** What `<key>.options.yaml` may hold. */
export const exportOptionsSchema = z.strictObject({
  numbers: phoneNumbers.optional(),
  outcome: setting(
    outcome,
    "Of a module, the output that shows how it ended: `{from: Common.success, completed: true}`.",
    { see: "[how it works](how-it-works.md#outcomes-of-a-module)" },
  ).optional(),
  formerly: formerKeys.optional(),
  stacks: flowStacks.optional(),
  ...asGiven(optionsSettings),
  substitutions: setting(
    z.record(z.string(), substitution),
    "The `{{placeholders}}` of the export: a value, or `{default, description}`. Every stack must set a placeholder that has no value here.",
  ).optional(),
});

/** Settings of a flow that an Architect export cannot contain: `<key>.options.yaml`. */
export interface ExportOptions {
  readonly source?: YamlFile;
  readonly numbers: readonly string[];
  readonly outcome?: OutcomeContract;
  readonly formerly: readonly string[];
  /** The stacks that the flow belongs to; absent for all. */
  readonly stacks?: readonly string[];
  /** The settings of the flow that the file contains. */
  readonly given: Given<typeof optionsSettings>;
  /** Keys that are incomplete because of mistakes; absent without any. */
  readonly unread?: ReadonlySet<string>;
  /** Declared substitutions; `undefined` where the stack must give the value. */
  readonly substitutions: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** The options of an export that has no options file. */
export const noOptions: ExportOptions = {
  numbers: [],
  formerly: [],
  given: {},
  substitutions: {},
};

/** The options as far as they can be read, and `options-file` for every mistake in the file. */
export function readOptions({ file, text }: { readonly file: string; readonly text: string }): {
  options: ExportOptions;
  findings: readonly Diagnostic[];
} {
  const { source, findings: unreadable } = readYamlFile({ file, text });
  if (!source) {
    const unread = new Set(exportOptionsSchema.keyof().options);
    return { options: { ...noOptions, unread }, findings: unreadable };
  }
  const {
    data: given,
    findings,
    unread,
  } = readBySchema(source, exportOptionsSchema, {
    code: "options-file",
    hint: `An options file may hold ${keysOf(exportOptionsSchema)}.`,
  });
  const options: ExportOptions = {
    source,
    numbers: given.numbers ?? [],
    formerly: given.formerly ?? [],
    ...(given.stacks && { stacks: given.stacks }),
    given: settingsIn(optionsSettings, given),
    ...(unread.size > 0 && { unread }),
    ...(given.outcome && { outcome: outcomeContract(given.outcome) }),
    substitutions: Object.fromEntries(
      Object.entries(given.substitutions ?? {}).map(([key, declared]) => [
        key,
        typeof declared === "object" ? declared?.default : declared,
      ]),
    ),
  };
  return { options, findings };
}

function outcomeContract(table: z.infer<typeof outcome>): OutcomeContract {
  const { from, ...named } = table;
  return {
    from,
    outcomes: Object.fromEntries(
      Object.entries(named).map(([name, values]) => [
        name,
        (Array.isArray(values) ? values : [values]) as ArchyValue[],
      ]),
    ),
  };
}
