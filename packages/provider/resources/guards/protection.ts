import type { ReferenceKind } from "@genesys-flows/architect";
import { ApiFailure, madeKinds, nounOf } from "@genesys-flows/platform";
import type { Properties } from "../../engine/values.ts";
import { type PlannedObjects, referenceKey } from "../../run/desired.ts";
import type { StackRun } from "../../run/stack-run.ts";
import type { DeletionGuard, LifeContext } from "../plain/spec.ts";
import { containers } from "./contents.ts";

/** The information that determines whether an object may be deleted. */
export interface Protection {
  readonly run: StackRun;
  readonly planned: PlannedObjects;
  /** Reads the deletable objects in the configuration of a stack, for a run without a program: `destroy`. */
  readonly readDeletable: (stack: string) => Promise<readonly string[]>;
}

/** The reason why an object is not deleted, or a warning about an object that is deleted. */
export interface Verdict {
  readonly severity: "refused" | "warning";
  readonly message: string;
  readonly hint: string;
}

/**
 * Checks the deletion of an object whose content may not be in any source: rows of a table, recordings of a prompt,
 * conversations that wait in a queue. Makes no request in an embedded organisation or for an object that the
 * configuration lists as deletable.
 * @returns undefined for an object that may be deleted
 * @throws ApiFailure for problems with the connection or the login
 */
export async function judgeDeletion(
  { run, planned, readDeletable }: Protection,
  context: LifeContext,
  object: { readonly kind: ReferenceKind; readonly name: string; readonly id: string; readonly stack: string },
): Promise<Verdict | undefined> {
  const { kind, name, id, stack } = object;
  const container = containers[kind];
  if (!container || context.organisation.embedded) return undefined;
  const key = referenceKey({ kind, name });
  const { desired } = run;
  const listed = desired ? desired.isDeletable(key) : (await readDeletable(stack)).some((one) => isSame(one, key));
  if (listed) return undefined;
  const what = `The ${nounOf(kind)} '${name}' (${id})`;
  const hint = `To delete it anyway, add \`${key}\` to \`genesys-flows:deletable\` in Pulumi.${stack}.yaml and run the command again. To keep it in the organisation outside this stack, list it under \`genesys-flows:external\`.`;
  try {
    const contents = await container.contents(context, { id, keptRecordings: recordingsOf(planned) });
    if (contents === undefined) return undefined;
    return { severity: "refused", hint, message: `${what} has ${contents}, ${container.lost}. It was not deleted.` };
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    if (error.kind === "not-found") return undefined;
    if (error.kind !== "permission") throw error;
    const { what: unread, permission } = container.unread;
    const message = `${what} leaves the stack, but ${unread} cannot be read: the role needs ${permission}.`;
    if (container.deletedUnread)
      return {
        severity: "warning",
        hint,
        message: `${message} It is deleted unless the platform refuses to delete it.`,
      };
    return {
      severity: "refused",
      hint: `Grant the role this permission. ${hint}`,
      message: `${message} It was not deleted.`,
    };
  }
}

/**
 * The guard for objects of one kind, used when an object is deleted. The inventory has already checked the objects that
 * it knows.
 */
export function contentsGuard(kind: ReferenceKind, protection: Protection): DeletionGuard {
  return async ({ id, urn, state }, context) => {
    const name = typeof state["name"] === "string" ? state["name"] : id;
    const verdict = await judgeDeletion(protection, context, { kind, name, id, stack: urn.stack });
    if (verdict?.severity === "refused") throw new Error(`${verdict.message}\n${verdict.hint}`);
    if (verdict) context.log.warn(verdict.message);
  };
}

/** Hashes of the recordings of all prompts in the program. */
function recordingsOf(planned: PlannedObjects): ReadonlySet<string> {
  const resources = planned.of(madeKinds.prompt.token).flatMap(({ resources: all }) => (Array.isArray(all) ? all : []));
  return new Set(resources.map((resource) => String((resource as Properties)["fileContentHash"])));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
