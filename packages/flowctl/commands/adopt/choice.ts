import { flowTypeOfApi, flowTypes } from "@genesys-flows/architect";
import { didYouMean } from "@genesys-flows/architect/suggest";
import { UsageError } from "../../context.ts";

/** One flow and its key, or every flow that matches a filter. */
export type AdoptChoice = { readonly key: string; readonly id: string } | { readonly filter: AdoptFilter };

export interface ChoiceOptions {
  readonly key?: string | undefined;
  readonly id?: string | undefined;
  readonly all?: boolean | undefined;
  readonly prefix?: string | undefined;
  readonly type?: readonly string[] | undefined;
  readonly division?: string | undefined;
  readonly calls?: string | undefined;
}

/** Filter for the flows of the organisation to adopt. */
export interface AdoptFilter extends Pick<ChoiceOptions, "prefix" | "division" | "calls"> {
  /** Archy types. */
  readonly types?: ReadonlySet<string> | undefined;
}

/** The choice from the options. @throws UsageError for invalid combinations */
export function choiceOf({ key, id, all, prefix, type, division, calls }: ChoiceOptions): AdoptChoice {
  const filters = [prefix, type, division, calls].some((one) => one !== undefined);
  if (key === undefined && (all || filters)) {
    if (all && filters) throw new UsageError("--all adopts every flow. Leave out either --all or the other options.");
    if (prefix === "") throw new UsageError("The prefix is empty. Give the start of the flows' names.");
    return { filter: { prefix, division, calls, ...(type && { types: typesOf(type) }) } };
  }
  if (key !== undefined && id !== undefined && !all && !filters) return { key, id };
  throw new UsageError(
    "Give a key and the id of a flow (`adopt KEY ID`), or choose what to adopt: --all, --declared, --prefix P, --type T, --division D, --calls MODULE.",
  );
}

/** Archy types for type names of definitions or of the API. @throws UsageError with every unknown name */
function typesOf(names: readonly string[]): ReadonlySet<string> {
  const known = Object.keys(flowTypes);
  const unknown: string[] = [];
  const found = names.flatMap((name) => {
    const type = known.find((one) => one.toLowerCase() === name.toLowerCase()) ?? flowTypeOfApi(name)?.type;
    if (type === undefined)
      unknown.push(`Unknown type '${name}'. ${didYouMean(name, known, "Types") ?? `Types: ${known.join(", ")}.`}`);
    return type ?? [];
  });
  if (unknown.length > 0) throw new UsageError(unknown.join("\n"));
  return new Set(found);
}
