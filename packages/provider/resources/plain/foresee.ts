import type { RunCode } from "@genesys-flows/architect";
import { takenBy } from "./create.ts";
import { holderOf } from "./live.ts";
import { resume, type Wanted } from "./resume.ts";
import type { Foresight, LifeContext, PlainResourceSpec } from "./spec.ts";

interface Refusal {
  readonly code: RunCode;
  readonly message: string;
  readonly hint?: string;
}

/**
 * The reason why `createLive` would refuse to create an object in an update. Undefined if no reason is known; an object
 * that an interrupted run of this stack created is not a reason.
 * @throws ApiFailure
 */
export async function refusalOf(
  spec: PlainResourceSpec & { readonly foresee?: Foresight },
  context: LifeContext,
  wanted: Wanted,
): Promise<Refusal | undefined> {
  if (!spec.foresee) return undefined;
  const other = await spec.foresee.refusal(context, wanted.inputs);
  if (other) return other;
  const { made, others } = await resume(spec, context, wanted);
  const holder = made ? undefined : await holderOf(spec, context, wanted.inputs);
  if (!holder) return undefined;
  const { message } = takenBy(spec, { ...wanted, holder: holder.id, others });
  return { code: spec.foresee.taken, message };
}
