import { nearest } from "@genesys-flows/architect";
import { UsageError } from "../context.ts";

/** The flow with the given key or, if no flow has this key, with this name. @throws UsageError for an unknown flow */
export function unitNamed<Unit extends { readonly key: string; readonly name: string }>(
  flows: readonly Unit[],
  wanted: string,
): Unit {
  const found = flows.find(({ key }) => key === wanted) ?? flows.find(({ name }) => name === wanted);
  if (found) return found;
  const near = nearest(
    wanted,
    flows.flatMap(({ key, name }) => [key, name]),
  );
  throw new UsageError(
    `No flow has the key or the name '${wanted}'.${near === undefined ? "" : ` Did you mean '${near}'?`}`,
  );
}
