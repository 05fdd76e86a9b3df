import { z } from "zod";
import { runAssumptions } from "../run/assumptions.ts";
import { duration } from "./duration.ts";
import { instant } from "./instant.ts";

const json = z.json();
const fields = z.record(z.string(), json);

/** What a data action answers to one call, as a mapping. */
interface WrittenAnswer {
  readonly when?: Readonly<Record<string, z.infer<typeof json>>>;
  readonly outputs?: Readonly<Record<string, z.infer<typeof json>>>;
  readonly failure?: true | Readonly<Record<string, z.infer<typeof json>>>;
  readonly timeout?: true;
  readonly takes?: string;
  readonly otherwise?: DataActionAnswer;
}

/** What a data action answers to one call. */
export type DataActionAnswer = "success" | "failure" | "timeout" | WrittenAnswer;

const writtenAnswer: z.ZodType<WrittenAnswer> = z
  .strictObject({
    when: fields.optional().describe("Only for calls with these inputs"),
    outputs: fields.optional().describe("It succeeds with these outputs"),
    failure: z
      .union([z.literal(true), fields], "expected true, or the outputs of the failure")
      .optional()
      .describe("It fails: true, or the outputs of the failure, such as {errorCode: ...}"),
    timeout: z.literal(true).optional().describe("It does not answer in time"),
    takes: duration.optional().describe("How long it takes; longer than the flow waits is a timeout"),
    otherwise: z
      .lazy(() => dataActionAnswer)
      .optional()
      .describe("What it answers to calls with other inputs"),
  })
  .refine(
    ({ outputs, failure, timeout }) => [outputs, failure, timeout].filter((one) => one !== undefined).length === 1,
    "give one of `outputs`, `failure` and `timeout`",
  )
  .refine(({ when, otherwise }) => when !== undefined || otherwise === undefined, "`otherwise` needs a `when`");

const words = z.enum(["success", "failure", "timeout"]);

export const dataActionAnswer: z.ZodType<DataActionAnswer> = z.lazy(() =>
  z.union([words, writtenAnswer], "expected success, failure, timeout or {outputs: {...}}"),
);

/** Answers of a data action: to every call, or a list for one call after the other; the last one answers all further calls. */
export const dataActionAnswers = z.union(
  [dataActionAnswer, z.array(dataActionAnswer).min(1)],
  "expected success, failure, timeout, {outputs: {...}}, or a list of these for one call after the other",
);

/** Why a data table cannot be read: without saying, or as the platform names it (reference/action-semantics.md, "Data table lookup"). */
export const tableFailure = z.enum([
  "failure",
  "DataTablesInternalServerError",
  "DataTablesServerTooBusyException",
  "DataTablesSyntaxError",
  "DataTablesTableNotFoundException",
]);

/** Rows of a data table by their keys, or why it cannot be read. */
export const dataTable = z.union(
  [tableFailure, z.record(z.string(), fields)],
  "expected rows by their keys: {KEY: {COLUMN: VALUE}}, or failure",
);

export const hoursStates = ["open", "closed", "holiday", "emergency", "active", "inactive"] as const;

/** State of a schedule group, a schedule or an emergency group. */
export const hoursState = z.enum(hoursStates, `expected one of ${hoursStates.join(", ")}`);

/** Value of a variable of the platform. */
export const variableValue = json;

const fails = z.literal("fails");

const queue = z.union(
  [
    fails,
    z.strictObject({
      answersAfter: z
        .union([z.literal("never"), duration], "expected a length of time, such as 30s, or never")
        .optional()
        .describe("How long a customer waits for an agent: 30s, never. Default: an agent answers at once"),
      fails: z.literal(true).optional().describe("The transfer fails"),
      inQueueFlow: z.string().optional().describe("The in-queue flow of the queue, by its name"),
    }),
  ],
  "expected fails, or {answersAfter: 30s}",
);

const target = z.union([fails, z.strictObject({ fails: z.literal(true) })], "expected fails");
const extension = z.union([fails, z.literal("timeout")], "expected fails or timeout");

const path = z.string().min(1);
const actionAnswer = z.union(
  [path, z.strictObject({ path, outputs: fields.optional(), takes: duration.optional() })],
  "expected an output path, or {path: ..., outputs: {...}}",
);

/** What the world is, by fixed keys. */
export const givenShape = {
  at: instant
    .optional()
    .describe("When the conversation begins: 2026-12-24T10:00-05:00, or 2026-12-24T10:00 Europe/Berlin"),
  caller: z.string('expected a number in quotes, such as "+13175550199"').optional().describe("Number of the caller"),
  called: z.string('expected a number in quotes, such as "+13175550100"').optional().describe("Number that is called"),
  language: z.string().optional().describe("Language of the conversation, such as en-us"),
  variables: z.record(z.string(), variableValue).optional().describe("Variables of the platform, by their full names"),
  inputs: fields.optional().describe("Inputs of a module or a workflow, by their names: {maxAttempts: 1}"),
  participantData: z
    .record(z.string(), z.string("expected a text in quotes"))
    .optional()
    .describe("Participant data that the conversation has when the flow begins"),
  dataActions: z.record(z.string(), dataActionAnswers).optional().describe("Data actions by INTEGRATION/ACTION"),
  tables: z
    .record(z.string(), dataTable)
    .optional()
    .describe("Rows of data tables, in place of the declared ones; failure of one that cannot be read"),
  hours: z
    .record(z.string(), hoursState)
    .optional()
    .describe("Schedule groups: open, closed, holiday, emergency. Schedules and emergency groups: active, inactive"),
  queues: z.record(z.string(), queue).optional().describe("Queues: {Sales: {answersAfter: 30s}}"),
  users: z.record(z.string(), target).optional().describe("Users to whom a transfer fails"),
  groups: z.record(z.string(), target).optional().describe("Groups to which a transfer fails"),
  numbers: z.record(z.string(), target).optional().describe("Numbers to which a transfer fails"),
  flows: z.record(z.string(), target).optional().describe("Flows to which a transfer fails"),
  voicemails: z.record(z.string(), target).optional().describe("Voicemails to which a transfer fails"),
  extensions: z.record(z.string(), extension).optional().describe("Extensions that cannot be dialled"),
  actions: z
    .record(z.string(), z.union([actionAnswer, z.array(actionAnswer).min(1)]))
    .optional()
    .describe("Actions that no source describes, such as bots, by their name: the output path that they take"),
  prompts: z.record(z.string(), z.string()).optional().describe("Texts of prompts"),
  assume: z
    .strictObject(
      Object.fromEntries(
        Object.entries(runAssumptions).map(([name, { choices }]) => [
          name,
          z
            .enum(Object.keys(choices), `expected one of ${Object.keys(choices).join(", ")}`)
            .optional()
            .describe(Object.values(choices).join(" Or: ")),
        ]),
      ),
    )
    .optional()
    .describe("What to assume where the behaviour of the platform is not documented"),
};

/** The world in groups, each by its name. */
export const givenSchema = z.strictObject(givenShape);

/** Groups whose entries may be written beside the fixed keys, by their own names. */
export type NamedGroup = "variables" | "dataActions" | "tables" | "hours";
