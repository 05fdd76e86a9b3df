import { givenSchema } from "@genesys-flows/conversation/script";
import { z } from "zod";
import { Refusal } from "./refusal.ts";

const MOST_ACTS = 500;
const LONGEST_TEXT = 10_000;
/** A calendar day. */
const LATEST_MS = 86_400_000;

const atMs = z.number().min(0).max(LATEST_MS);
const keys = z.string().regex(/^[0-9*#]{1,100}$/, "expected the keys 0-9, * and #");
const text = z.string().min(1).max(LONGEST_TEXT);

const act = z.discriminatedUnion("does", [
  z.strictObject({ atMs, does: z.literal("presses"), keys }),
  z.strictObject({ atMs, does: z.literal("says"), text }),
  z.strictObject({ atMs, does: z.literal("writes"), text }),
  z.strictObject({ atMs, does: z.literal("hangs up") }),
]);

const shape = {
  flow: z.union(
    [z.strictObject({ id: z.string(), from: z.enum(["published", "draft"]) }), z.strictObject({ number: z.string() })],
    "expected {id, from} or {number}",
  ),
  given: givenSchema.default({}),
  acts: z
    .array(act)
    .max(MOST_ACTS)
    .refine(
      (acts) => acts.every(({ atMs: at }, index) => at >= (acts[index - 1]?.atMs ?? 0)),
      "expected acts in chronological order",
    )
    .default([]),
};

/** A request with the call so far. */
export const callRequest = z.strictObject(shape);
export type CallRequest = z.infer<typeof callRequest>;

/** A request with a call to save as a test. */
export const testRequest = z.strictObject({
  ...shape,
  name: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(/^[^\p{Cc}]+$/u, "expected a name without control characters"),
  over: z.boolean().default(false),
});
export type TestRequest = z.infer<typeof testRequest>;

/** A request for the diagram of a flow that a call reached. */
export const diagramRequest = z.strictObject({
  ...shape,
  place: z.strictObject({ flow: z.string(), type: z.string(), version: z.string().optional() }),
});

/** @throws Refusal that lists every error */
export function parsed<S extends z.ZodType>(schema: S, body: unknown): z.infer<S> {
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const mistakes = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new Refusal(400, "The request is invalid.", mistakes);
}
