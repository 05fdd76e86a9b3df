import { flowTypeOfApi } from "@genesys-flows/architect";
import { z } from "zod";

/** Kinds of reads that can be late: one flow, a list of flows, flows by name, dependency tracking, IVRs. */
const readKinds = ["id", "list", "search", "dependencies", "ivrs"] as const;

export type ReadKind = (typeof readKinds)[number];

/** 24 days, the longest timer. The current time plus this duration is still a valid date. */
const MAX_MS = 24 * 24 * 3600 * 1000;

const positive = z.int().min(1);
const duration = z.int().min(0).max(MAX_MS);
const seconds = z
  .number()
  .gt(0)
  .max(MAX_MS / 1000);
const oneOrMore = <T extends z.ZodType>(entry: T) => z.union([entry, z.array(entry).min(1)]);

const moment = z.enum(["before", "after"]);
const method = z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]);

/**
 * Selects matching requests: the n-th, several requests, a range, or every n-th. Requests are counted from 1 across all
 * processes.
 */
const calls = z.union([
  positive,
  z.array(positive).min(1),
  z.strictObject({ from: positive.optional(), to: positive.optional(), every: positive.optional() }),
]);

const condition = z.strictObject({
  method: oneOrMore(method).optional(),
  /** `*` matches a segment or a part of it, `**` matches anything. */
  path: z.string().startsWith("/", "a path must start with '/'").optional(),
  /** The vendor SDK's name, such as `postFlowsJobs`. */
  operation: oneOrMore(z.string()).optional(),
  /** Id of the calling OAuth client. */
  client: z.string().optional(),
  calls: calls.optional(),
  probability: z.number().gt(0).max(1).optional(),
});

const message = z.union([
  z.string().transform((text) => ({ type: "Error" as const, text })),
  z.strictObject({
    type: z.enum(["Error", "Warning"]),
    text: z.string(),
    /** Name of the flow whose jobs end with the messages. If omitted, all jobs do. */
    flow: z.string().optional(),
  }),
]);

const flow = z.strictObject({
  type: z.string().transform((text, context) => {
    const type = flowTypeOfApi(text)?.type;
    if (type) return type;
    context.addIssue({ code: "custom", message: `unknown flow type '${text}'` });
    return z.NEVER;
  }),
  name: z.string(),
});

const edit = z
  .strictObject({
    flow,
    /** Name of the person: a user of the organisation, or any other name. */
    by: z.string().default("Architect user"),
    change: z.enum(["checkout", "draft", "publish", "rename", "delete"]),
    /** New name, for `rename`. */
    to: z.string().optional(),
    /** Strings to replace in the flow, for `draft` and `publish`; if omitted, the edit changes the description. */
    replace: z.record(z.string(), z.string()).optional(),
  })
  .superRefine((value, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (value.change === "rename" && value.to === undefined) wrong("to", "'rename' requires the new name");
    if (value.change !== "rename" && value.to !== undefined)
      wrong("to", `'${value.change}' does not accept a new name`);
    if (value.replace && value.change !== "draft" && value.change !== "publish")
      wrong("replace", `'${value.change}' does not accept text to replace`);
  });

const effects = {
  latency: z.strictObject({ ms: duration, upTo: duration.optional() }),
  rateLimit: z.strictObject({ retryAfter: z.int().min(0).optional() }),
  error: z.strictObject({
    status: z.int().min(400).max(599),
    code: z.string().optional(),
    message: z.string().optional(),
    retryAfter: z.int().min(0).optional(),
    at: moment.default("before"),
  }),
  html: z.strictObject({ status: z.int().min(200).max(599).default(502), at: moment.default("before") }),
  reset: moment,
  truncate: z.strictObject({ keep: z.number().min(0).lt(1).default(0.5) }),
  job: z
    .strictObject({ durationMs: duration.optional(), messages: z.array(message).min(1).optional() })
    .refine(
      (job) => job.durationMs !== undefined || job.messages,
      "a job fault requires durationMs, messages, or both",
    ),
  readLag: z
    .strictObject({
      /** Number of reads of the created object that return 404. */
      times: positive.optional(),
      /** Reads see the organisation as it was this number of seconds ago. */
      seconds: seconds.optional(),
      /** Which reads; default: all. */
      of: z.array(z.enum(readKinds)).min(1).optional(),
    })
    .refine((lag) => (lag.times === undefined) !== (lag.seconds === undefined), "a read lag requires times or seconds")
    .refine(
      (lag) => lag.of === undefined || lag.seconds !== undefined,
      "'of' is allowed only for a read lag in seconds",
    ),
  indexLag: z
    .strictObject({ ms: duration.min(1).optional(), seconds: seconds.optional() })
    .refine((lag) => (lag.ms === undefined) !== (lag.seconds === undefined), "an index lag requires ms or seconds"),
  /** Status that a deleted flow returns instead of 410. */
  deletedAs: z.literal(404),
  edit,
  crash: z.enum(["before", "during", "after"]),
};

const EFFECTS = Object.keys(effects) as (keyof typeof effects)[];

const effect = z
  .strictObject(effects)
  .partial()
  .refine((value) => Object.keys(value).length === 1, `must have exactly one of ${EFFECTS.join(", ")}`);

const fault = z
  .strictObject({
    name: z.string().min(1).optional(),
    when: condition.default({}),
    /** Maximum number of times that the fault happens. Default: once for an edit, unlimited for other faults. */
    times: positive.optional(),
    do: effect,
  })
  .superRefine(({ when, times, do: what }, context) => {
    if (!what.indexLag) return;
    const held = [...Object.keys(when).map((key) => ["when", key]), ...(times === undefined ? [] : [["times"]])];
    for (const path of held)
      context.addIssue({
        code: "custom",
        path,
        message: "an index lag applies to all calls until its fault is removed, so it cannot have conditions",
      });
  });

/**
 * A scenario: the faults and their conditions. Format of files in `local/faults/` and of the body of `POST
 * /_local/faults`.
 */
export const faultScenarioSchema = z.strictObject({
  /** The purpose of the scenario, for readers. */
  description: z.string().optional(),
  /** Seed of the random numbers: the same seed produces the same sequence of events. */
  seed: z.int().min(0).default(0),
  faults: z.array(fault).min(1),
});

export type FaultScenario = z.output<typeof faultScenarioSchema>;
/** A scenario before defaults are added. */
export type FaultScenarioInput = z.input<typeof faultScenarioSchema>;
export type FaultRule = FaultScenario["faults"][number];
export type FaultCondition = FaultRule["when"];
export type FaultEffect = FaultRule["do"];
export type ArchitectEdit = z.output<typeof edit>;
