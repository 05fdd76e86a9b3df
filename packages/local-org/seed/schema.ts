import { z } from "zod";

const name = z.string().trim().min(1);
const E164 = /^\+[1-9]\d{3,14}$/;
const e164 = z.string().regex(E164, "must be a number in E.164 form, such as +13175550100");
const fieldType = z.enum(["string", "integer", "number", "boolean", "object", "array"]);
const fields = z.record(name, fieldType).default({});

const dataAction = z.strictObject({
  name,
  inputs: fields,
  outputs: fields,
});

/** What an embedded organisation holds at birth: the shape of `organisation.yaml`. */
export const organisationSeedSchema = z.strictObject({
  organisation: z
    .strictObject({
      name: name.default("Local Organisation"),
      id: z.uuid().optional(),
      countryCode: z.string().length(2).default("US"),
      language: z.string().default("en-us"),
    })
    .prefault({}),
  divisions: z.array(z.strictObject({ name, description: z.string().default("") })).default([]),
  didPools: z
    .array(
      z
        .strictObject({ start: e164, end: e164, description: z.string().default("") })
        .refine(
          (pool) =>
            !E164.test(pool.start) ||
            !E164.test(pool.end) ||
            (BigInt(pool.start) <= BigInt(pool.end) && pool.start.length === pool.end.length),
          {
            message: "must end at or after its start, with as many digits",
            path: ["end"],
          },
        ),
    )
    .default([]),
  users: z.array(z.strictObject({ name, email: z.email() })).default([]),
  skills: z.array(z.strictObject({ name })).default([]),
  languages: z.array(z.strictObject({ name })).default([]),
  wrapupCodes: z.array(z.strictObject({ name, division: name.optional() })).default([]),
  queues: z.array(z.strictObject({ name, division: name.optional(), description: z.string().default("") })).default([]),
  integrations: z
    .array(
      z.strictObject({
        name,
        type: z.string().default("custom-rest-actions"),
        dataActions: z.array(dataAction).default([]),
      }),
    )
    .default([]),
  clients: z
    .array(
      z.strictObject({
        id: name,
        name: name.optional(),
        secret: z.string().min(1),
        user: name.optional(),
        permissions: z.array(name).optional(),
      }),
    )
    .default([]),
  jobs: z.strictObject({ durationMs: z.int().min(0) }).optional(),
});

export type OrganisationSeed = z.output<typeof organisationSeedSchema>;

/** A data action as the seed describes it: `inputs` and `outputs` map a name to its JSON type. */
export type DataActionSeed = z.output<typeof dataAction>;
