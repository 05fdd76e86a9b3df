import type { ArchyValue, Diagnostic, OutcomeContract } from "@genesys-flows/architect";
import {
  asGiven,
  type EmailAddress,
  emailAddresses,
  emailAddressOf,
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
import { fileFinding } from "../codes.ts";
import { keyOfFile } from "../keys.ts";
import { readYamlFile, type YamlFile } from "../yaml-file.ts";
import type { SourceFile } from "./discover.ts";

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
  .refine((table) => !("error" in table), "`error` covers every value that no outcome names; it cannot be set");

const substitution = z.union([
  scalar,
  z.strictObject({ default: scalar.optional(), description: z.string().optional() }).nullable(),
]);

/** The schema of `<key>.options.yaml`. */
export const exportOptionsSchema = z.strictObject({
  numbers: phoneNumbers.optional(),
  emailAddresses: emailAddresses.optional(),
  outcome: setting(
    outcome,
    "For a module: the output that shows how it ended: `{from: Common.success, completed: true}`.",
    { see: "[outcomes of a module](concepts/snapshots.md#outcomes-of-a-module)" },
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
  readonly emailAddresses: readonly EmailAddress[];
  readonly outcome?: OutcomeContract;
  readonly formerly: readonly string[];
  /** The stacks that the flow belongs to; omitted for all stacks. */
  readonly stacks?: readonly string[];
  /** The flow settings in the file. */
  readonly given: Given<typeof optionsSettings>;
  /** Keys that are incomplete because of errors; omitted if there are no errors. */
  readonly unread?: ReadonlySet<string>;
  /** Declared substitutions; `undefined` if the stack must set the value. */
  readonly substitutions: Readonly<Record<string, string | number | boolean | undefined>>;
}

export const noOptions: ExportOptions = { numbers: [], emailAddresses: [], formerly: [], given: {}, substitutions: {} };

/** The options, as far as they can be read, and a finding `options-file` for every error in the file. */
export function readOptions({ file, text }: { readonly file: string; readonly text: string }): {
  options: ExportOptions;
  findings: readonly Diagnostic[];
} {
  const { source, findings: unreadable } = readYamlFile({ file, text });
  if (!source) {
    const unread = new Set(exportOptionsSchema.keyof().options);
    return { options: { ...noOptions, unread }, findings: unreadable };
  }
  const hint = `An options file may have the keys ${keysOf(exportOptionsSchema)}.`;
  const read = readBySchema(source, exportOptionsSchema, { code: "options-file", hint });
  const { data: given, unread } = read;
  const options: ExportOptions = {
    source,
    numbers: given.numbers ?? [],
    emailAddresses: (given.emailAddresses ?? []).map(emailAddressOf),
    formerly: given.formerly ?? [],
    stacks: given.stacks,
    given: settingsIn(optionsSettings, given),
    unread: unread.size > 0 ? unread : undefined,
    outcome: given.outcome && outcomeContract(given.outcome),
    substitutions: Object.fromEntries(
      Object.entries(given.substitutions ?? {}).map(([key, declared]) => [
        key,
        typeof declared === "object" ? declared?.default : declared,
      ]),
    ),
  };
  return { options, findings: read.findings };
}

function outcomeContract(table: z.infer<typeof outcome>): OutcomeContract {
  const { from, ...named } = table;
  const outcomes = Object.entries(named).map(([name, values]) => [name, [values].flat() as ArchyValue[]]);
  return { from, outcomes: Object.fromEntries(outcomes) };
}

/** The options files in a project, by export key; each is read at most once. */
export class OptionsFiles {
  readonly #sources: readonly SourceFile[];
  readonly #byKey: ReadonlyMap<string, SourceFile>;
  readonly #read = new Map<SourceFile, ReturnType<typeof readOptions>>();
  readonly #known = new Set<SourceFile>();

  constructor(sources: readonly SourceFile[]) {
    this.#sources = sources;
    this.#byKey = new Map(sources.map((source) => [keyOfFile(source.file), source]));
  }

  sourceOf(key: string): SourceFile | undefined {
    return this.#byKey.get(key);
  }

  of(key: string): ExportOptions | undefined {
    const source = this.#byKey.get(key);
    return source && this.#readOnce(source).options;
  }

  hasMistakes(key: string): boolean {
    const source = this.#byKey.get(key);
    return source !== undefined && this.#readOnce(source).findings.length > 0;
  }

  /** Records that an earlier run found no errors in these options, so that `findings` does not read them. */
  skip(key: string): void {
    const source = this.#byKey.get(key);
    if (source) this.#known.add(source);
  }

  /** The errors in all options files, in the order of the files. */
  findings(): Diagnostic[] {
    return this.#sources
      .filter((source) => !this.#known.has(source))
      .flatMap((source) => this.#readOnce(source).findings);
  }

  /** A finding for each options file that has no export with the same key. */
  withoutExport(exports: ReadonlySet<string>): Diagnostic[] {
    const hint = "An options file belongs to an export with the same key. A definition contains these settings itself.";
    return [...this.#byKey]
      .filter(([key]) => !exports.has(key))
      .map(([key, { file }]) => {
        const message = `No Architect export has the key of this options file, \`${key}\`.`;
        return fileFinding("options-without-export", file, message, { hint });
      });
  }

  #readOnce(source: SourceFile): ReturnType<typeof readOptions> {
    const read = this.#read.get(source) ?? readOptions(source);
    this.#read.set(source, read);
    return read;
  }
}
