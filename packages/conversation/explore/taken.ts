import { outputPathsOf } from "@genesys-flows/architect";
import { placeOf, type RunnableFlow } from "../run/flow.ts";
import type { Transcript } from "../run/types.ts";
import { flowsWithin, placeKey } from "./places.ts";

/**
 * The distinguishing features of a conversation: the transitions it takes, where errors occur, and where and how it
 * ends.
 */
export function takenIn({ events, ending }: Transcript): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const { place, ...one } of events) {
    if (one.event === "takes") taken.add(`${placeKey(place)} > ${one.path}`);
    else if (one.event === "fault") taken.add(`${placeKey(place)} > fault`);
  }
  return taken.add(`${placeKey(ending.place)} > ${ending.ends}`);
}

/** The transitions of a flow and of its modules, named as in `takenIn`. */
export function* possibleIn(flow: RunnableFlow): Generator<string> {
  for (const one of flowsWithin(flow))
    for (const node of one.graph.nodes.values())
      for (const path of new Set([...outputPathsOf(node), ...Object.keys(node.transitions)]))
        yield `${placeKey(placeOf(one, node))} > ${path}`;
}
