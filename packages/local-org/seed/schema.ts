import { flowTypes } from "@genesys-flows/architect/flow-types";
import { z } from "zod";
import { conversationMedia, isLanguage, isTimeZone } from "../requests/known-values.ts";
import { recurrenceProblems } from "../requests/recurrence.ts";

const name = z.string().trim().min(1);
const E164 = /^\+[1-9]\d{3,14}$/;
const e164 = z.string().regex(E164, "must be a number in E.164 form, such as +13175550100");
const fieldType = z.enum(["string", "integer", "number", "boolean", "object", "array"]);
const fields = z.record(name, fieldType).default({});
/** Variables of a flow: name -> Architect type, such as `string` or `decimal`. */
const variables = z
  .record(name, z.string().regex(/^[a-z][A-Za-z]*$/, "must be an Architect type, such as string"))
  .default({});

const dataAction = z.strictObject({
  name,
  /** The URL of the request, as a template. */
  url: name.default("https://localhost/"),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("POST"),
  inputs: fields,
  outputs: fields,
});

const named = z.strictObject({ name, division: name.optional() });
const described = named.extend({ description: z.string().default("") });
const names = z.array(name).default([]);
const columnType = z.enum(["string", "integer", "number", "boolean"]);
const localTime = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$/,
    "must be a local date-time, such as 2026-01-05T08:00:00",
  );

function dayAfter(localTime: string): string {
  const time = Date.parse(`${localTime}Z`);
  return Number.isNaN(time) ? localTime : new Date(time + 86_400_000).toISOString().replace("Z", "000");
}

/** Flow types that the platform creates itself (examples of the vendor's `genesyscloud_flow` data source). */
const SYSTEM_FLOW_TYPES = ["inqueuecall", "voicemail"];

const dataTable = described.extend({
  /** Title of the key column. */
  key: name.default("key"),
  columns: z.record(name, columnType).default({}),
  rows: z.array(z.looseObject({ key: name })).default([]),
});

/** A list of entries; empty by default. */
const listOf = <Entry extends z.ZodType>(entry: Entry) => z.array(entry).default([]);

/** The schema of `organisation.yaml`, the seed (initial content) of an embedded organisation. */
export const organisationSeedSchema = z.strictObject({
  organisation: z
    .strictObject({
      name: name.default("Local Organisation"),
      id: z.uuid().optional(),
      countryCode: z.string().length(2).default("US"),
      language: z.string().default("en-us"),
    })
    .prefault({}),
  divisions: listOf(z.strictObject({ name, description: z.string().default("") })),
  didPools: listOf(
    z
      .strictObject({ start: e164, end: e164, description: z.string().default("") })
      .refine(
        (pool) =>
          !E164.test(pool.start) ||
          !E164.test(pool.end) ||
          (BigInt(pool.start) <= BigInt(pool.end) && pool.start.length === pool.end.length),
        {
          message: "must end at or after its start, with the same number of digits",
          path: ["end"],
        },
      ),
  ),
  users: listOf(z.strictObject({ name, email: z.email() })),
  groups: listOf(z.strictObject({ name, members: names })),
  skills: listOf(z.strictObject({ name })),
  languages: listOf(z.strictObject({ name })),
  wrapupCodes: listOf(named),
  prompts: listOf(
    described.extend({
      name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_]*$/, "must contain only letters, digits and underscores"),
      texts: z.record(name.refine(isLanguage, "must be a language, such as en-us"), z.string()).default({}),
    }),
  ),
  scripts: listOf(named),
  skillGroups: listOf(described),
  contactLists: listOf(named.extend({ columns: names })),
  knowledgeBases: listOf(
    z.strictObject({ name, description: z.string().default(""), language: name.default("en-US") }),
  ),
  responseLibraries: listOf(named),
  worktypes: listOf(described),
  queues: listOf(
    described.extend({
      members: names,
      waiting: z.partialRecord(z.enum(conversationMedia), z.int().min(0)).default({}),
    }),
  ),
  schedules: listOf(
    described
      .extend({
        start: localTime.default("2026-01-01T00:00:00.000000"),
        end: localTime.optional(),
        rrule: z
          .string()
          .refine(
            (rule) => rule === "" || recurrenceProblems(rule).length === 0,
            "must be a recurrence rule (RFC 5545)",
          )
          .default(""),
      })
      .transform(({ end, ...schedule }) => ({ ...schedule, end: end ?? dayAfter(schedule.start) }))
      .refine(({ start, end }) => Date.parse(`${start}Z`) <= Date.parse(`${end}Z`), {
        message: "must not be before the start",
        path: ["end"],
      }),
  ),
  scheduleGroups: listOf(
    described.extend({
      timeZone: z.string().refine(isTimeZone, "must be a time zone, such as Europe/Berlin").default("UTC"),
      open: names,
      closed: names,
      holidays: names,
    }),
  ),
  emergencyGroups: listOf(described.extend({ enabled: z.boolean().default(false) })),
  emailDomains: listOf(
    z.strictObject({
      name: name.transform((text) => text.toLowerCase()),
      routes: listOf(z.strictObject({ pattern: name, fromName: name.optional(), queue: name.optional() })),
    }),
  ),
  dataTables: listOf(dataTable),
  flowMilestones: listOf(described),
  flowOutcomes: listOf(described),
  messageRecipients: listOf(z.strictObject({ name, messengerType: z.string().default("open") })),
  integrations: listOf(
    z.strictObject({
      name,
      type: z.string().default("custom-rest-actions"),
      dataActions: listOf(dataAction),
    }),
  ),
  systemFlows: listOf(
    z.strictObject({
      name,
      type: z.string().refine((type) => SYSTEM_FLOW_TYPES.includes(type.toLowerCase()), {
        message: `must be one of ${SYSTEM_FLOW_TYPES.join(", ")}`,
      }),
    }),
  ),
  flows: listOf(
    z.strictObject({
      name,
      type: z.string().refine((type) => Object.hasOwn(flowTypes, type), {
        message: `must be one of ${Object.keys(flowTypes).join(", ")}`,
      }),
      inputs: variables,
      outputs: variables,
    }),
  ),
  roles: listOf(z.strictObject({ name, permissions: z.array(name) })),
  clients: listOf(
    z.strictObject({
      id: name,
      name: name.optional(),
      secret: z.string().min(1),
      user: name.optional(),
      permissions: z.array(name).optional(),
      roles: z.array(name).optional(),
    }),
  ),
  jobs: z.strictObject({ durationMs: z.int().min(0) }).optional(),
});

export type OrganisationSeed = z.output<typeof organisationSeedSchema>;

/** A data action in the seed. `inputs` and `outputs` map each name to its JSON type. */
export type DataActionSeed = z.output<typeof dataAction>;

/** A data table in the seed. `columns` maps the name of each column except the key to its JSON type. */
export type DataTableSeed = z.output<typeof dataTable>;
