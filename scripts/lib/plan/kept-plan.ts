import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { z } from "zod";
import { devStack } from "../stack/environment.ts";
import { SetUpError } from "../system/say.ts";
import { SealError, sealed, unsealed } from "./sealed.ts";

const FORMAT = "genesys-flows/plan/1";
const digests = z.record(z.string(), z.string());

const keptPlanSchema = z.strictObject({
  format: z.literal(FORMAT),
  project: z.string(),
  stack: z.string(),
  /** When it was made, ISO 8601. */
  made: z.string(),
  /** The first sentence of its report. */
  verdict: z.string(),
  /** Whether it changes more than what the state records. */
  changes: z.boolean(),
  bound: z.strictObject({
    commit: z.string(),
    /** File -> digest. */
    source: digests,
    /** URN -> digest of the resource in the state. */
    state: digests,
    /** What chooses the organisation and the policies -> digest. */
    settings: digests,
  }),
  /** The engine's plan, as it wrote it. */
  plan: z.string(),
});

/** A plan of an update, and everything that it is bound to. */
export type KeptPlan = z.infer<typeof keptPlanSchema>;
export type Bound = KeptPlan["bound"];

/** Writes a plan that only somebody with the passphrase can read. */
export function writePlan(file: string, plan: Omit<KeptPlan, "format">, passphrase: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeSync(file, sealed(JSON.stringify({ format: FORMAT, ...plan }), passphrase));
}

/** @throws SetUpError for a file that does not exist, that was changed, or that has another passphrase */
export function readPlan(file: string, passphrase: string): KeptPlan {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new SetUpError(`The plan ${file} does not exist. Make one with \`npm run pipeline -- plan\`.`);
  try {
    return keptPlanSchema.parse(JSON.parse(unsealed(readFileSync(file), passphrase)));
  } catch (error) {
    const why =
      error instanceof SealError ? error.message : "An incompatible version of this command wrote it. Make a new plan.";
    throw new SetUpError(`The plan ${file} cannot be read. ${why} Nothing was changed.`);
  }
}

/** The identity of a plan: no two have the same, since each is encrypted with a nonce of its own. */
export function planIdentity(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/**
 * The passphrase of plans: PLAN_PASSPHRASE, else the one of the stack's secrets.
 * @throws SetUpError without one, and for an empty one
 */
export function planPassphrase(env: NodeJS.ProcessEnv, stack: string): string {
  const { PLAN_PASSPHRASE: own, PULUMI_CONFIG_PASSPHRASE: stacks, PULUMI_CONFIG_PASSPHRASE_FILE: file } = env;
  const found = own || stacks || (file ? readFileSync(file, "utf8").trim() : "");
  if (found !== "") return found;
  throw new SetUpError(
    `A plan is kept encrypted, and there is no passphrase for it. ${
      stack === devStack
        ? `The stack ${devStack} always has the empty passphrase, whatever PULUMI_CONFIG_PASSPHRASE is. Set PLAN_PASSPHRASE.`
        : "Set PLAN_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE of the stack's secrets."
    }`,
  );
}
