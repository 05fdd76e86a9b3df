import { z } from "zod";
import { runAssumptions } from "../run/assumptions.ts";
import { duration } from "./duration.ts";
import { instant } from "./instant.ts";

const json = z.json();
const fields = z.record(z.string(), json);

/** A data action's response to one call, as a mapping. */
interface WrittenAnswer {
  readonly when?: Readonly<Record<string, z.infer<typeof json>>>;
  readonly outputs?: Readonly<Record<string, z.infer<typeof json>>>;
  readonly failure?: true | Readonly<Record<string, z.infer<typeof json>>>;
  readonly timeout?: true;
  readonly takes?: string;
  readonly otherwise?: DataActionAnswer;
}

/** A data action's response to one call. */
export type DataActionAnswer = "success" | "failure" | "timeout" | WrittenAnswer;

const writtenAnswer: z.ZodType<WrittenAnswer> = z
  .strictObject({
    when: fields.optional().describe("Only for calls with these inputs"),
    outputs: fields.optional().describe("The call succeeds with these outputs"),
    failure: z
      .union([z.literal(true), fields], "expected true, or the outputs of the failure")
      .optional()
      .describe("The call fails: true, or the outputs of the failure, such as {errorCode: ...}"),
    timeout: z.literal(true).optional().describe("The call times out"),
    takes: duration
      .optional()
      .describe("How long the call takes; if the flow does not wait that long, the call times out"),
    otherwise: z
      .lazy(() => dataActionAnswer)
      .optional()
      .describe("The response to calls with other inputs"),
  })
  .refine(
    ({ outputs, failure, timeout }) => [outputs, failure, timeout].filter((one) => one !== undefined).length === 1,
    "write one of `outputs`, `failure` and `timeout`",
  )
  .refine(({ when, otherwise }) => when !== undefined || otherwise === undefined, "`otherwise` needs a `when`");

const words = z.enum(["success", "failure", "timeout"]);

export const dataActionAnswer: z.ZodType<DataActionAnswer> = z.lazy(() =>
  z.union([words, writtenAnswer], "expected success, failure, timeout or {outputs: {...}}"),
);

/**
 * Responses of a data action: one for every call, or a list for successive calls; the last one applies to all later
 * calls.
 */
export const dataActionAnswers = z.union(
  [dataActionAnswer, z.array(dataActionAnswer).min(1)],
  "expected success, failure, timeout, {outputs: {...}}, or a list of these for successive calls",
);

/**
 * Why a data table cannot be read: unspecified, or the platform's error type (reference/action-semantics.md, "Data
 * table lookup").
 */
export const tableFailure = z.enum([
  "failure",
  "DataTablesInternalServerError",
  "DataTablesServerTooBusyException",
  "DataTablesSyntaxError",
  "DataTablesTableNotFoundException",
]);

/** Rows of a data table by key, or why the table cannot be read. */
export const dataTable = z.union(
  [tableFailure, z.record(z.string(), fields)],
  "expected rows by key: {KEY: {COLUMN: VALUE}}, or failure",
);

export const hoursStates = ["open", "closed", "holiday", "emergency", "active", "inactive"] as const;

/** State of a schedule group, a schedule or an emergency group. */
export const hoursState = z.enum(hoursStates, `expected one of ${hoursStates.join(", ")}`);

/** Value of a platform variable. */
export const variableValue = json;

const fails = z.literal("fails");

const queue = z.union(
  [
    fails,
    z.strictObject({
      answersAfter: z
        .union([z.literal("never"), duration], "expected a duration, such as 30s, or never")
        .optional()
        .describe("How long a customer waits for an agent: 30s, never. Default: an agent answers immediately"),
      fails: z.literal(true).optional().describe("The transfer fails"),
      inQueueFlow: z.string().optional().describe("The queue's in-queue flow, by name"),
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

/** The part of the world that has fixed keys. */
export const givenShape = {
  at: instant
    .optional()
    .describe("When the conversation starts: 2026-12-24T10:00-05:00, or 2026-12-24T10:00 Europe/Berlin"),
  caller: z.string('expected a number in quotes, such as "+13175550199"').optional().describe("The caller's number"),
  called: z.string('expected a number in quotes, such as "+13175550100"').optional().describe("The called number"),
  language: z.string().optional().describe("Language of the conversation, such as en-us"),
  variables: z.record(z.string(), variableValue).optional().describe("Platform variables, by full name"),
  inputs: fields.optional().describe("Inputs of a module or a workflow, by name: {maxAttempts: 1}"),
  participantData: z
    .record(z.string(), z.string("expected a string in quotes"))
    .optional()
    .describe("Participant data when the flow starts"),
  dataActions: z.record(z.string(), dataActionAnswers).optional().describe("Data actions by INTEGRATION/ACTION"),
  tables: z
    .record(z.string(), dataTable)
    .optional()
    .describe("Rows of data tables, instead of the declared rows; `failure` if the table cannot be read"),
  hours: z
    .record(z.string(), hoursState)
    .optional()
    .describe("Schedule groups: open, closed, holiday, emergency. Schedules and emergency groups: active, inactive"),
  queues: z.record(z.string(), queue).optional().describe("Queues: {Sales: {answersAfter: 30s}}"),
  users: z.record(z.string(), target).optional().describe("Users to whom transfers fail"),
  groups: z.record(z.string(), target).optional().describe("Groups to which transfers fail"),
  numbers: z.record(z.string(), target).optional().describe("Numbers to which transfers fail"),
  flows: z.record(z.string(), target).optional().describe("Flows to which transfers fail"),
  voicemails: z.record(z.string(), target).optional().describe("Voicemails to which transfers fail"),
  extensions: z.record(z.string(), extension).optional().describe("Extensions that cannot be dialled"),
  actions: z
    .record(z.string(), z.union([actionAnswer, z.array(actionAnswer).min(1)]))
    .optional()
    .describe("Output paths of actions whose behaviour is not documented, such as bots, by name of the action"),
  prompts: z.record(z.string(), z.string()).optional().describe("Wording of prompts, by name"),
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
    .describe("Assumptions about undocumented behaviour of the platform"),
};

/** The world: groups of entries by name. */
export const givenSchema = z.strictObject(givenShape);

/** Groups whose entries may be written next to the fixed keys, under their own names. */
export type NamedGroup = "variables" | "dataActions" | "tables" | "hours";
