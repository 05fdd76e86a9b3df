import type { FlowSubject } from "../flow-subject.ts";
import type { Problem } from "../rule.ts";
import { callsNamed, hasTransition, type ModuleCall } from "./calls.ts";
import { type Misdirection, misdirections } from "./endings.ts";
import { resultsOf } from "./results.ts";

/** Problems with a call in a definition, in terms of its `on`. */
export function ofDefinition(flow: FlowSubject, call: ModuleCall): Problem[] {
  const { node, module, contract } = call;
  const title = `The call to the module "${module}"`;
  if (!contract) {
    return [
      {
        message: `${title} does not show how the module ended, because the module declares no outcome.`,
        fix: "Declare an outcome in `<key>.options.yaml` next to the module's export, for example `outcome: {from: Common.success, completed: true}`, then add the transitions.",
      },
    ];
  }
  const missing = [...Object.keys(contract.outcomes), "error"]
    .filter((name) => !hasTransition(flow.graph, node, name))
    .map((name) => ({
      message: `${title} has no \`${name}\` transition.`,
      fix: `Add \`${name}: <node>\` to its \`on\`.`,
    }));
  const results = resultsOf(flow, call, undefined).filter(({ name }) => hasTransition(flow.graph, node, name));
  return [...missing, ...misdirections(flow, call, results).map((one) => worded(flow, title, one))];
}

function worded(flow: FlowSubject, title: string, found: Misdirection): Problem {
  const { name } = found.result;
  const idOf = (id: string): string => {
    const node = flow.graph.nodes.get(id);
    return node ? flow.placeOf(node).node : id;
  };
  switch (found.kind) {
    case "returns": {
      const over = found.over.length > 0 ? `, over ${callsNamed(flow.graph, found.over)}` : "";
      return {
        message: `${title} is repeated after \`${name}\`${over}, and nothing limits the number of attempts.`,
        why: LOOPS,
        fix: `In \`on\`, set \`${name}\` to a node that says something or transfers the caller. To retry, put the call in a \`loop\` with \`times\`.`,
      };
    }
    case "alike": {
      const at = found.at === undefined ? "do the same" : `lead to \`${idOf(found.at)}\``;
      return {
        message: `${title} treats \`${name}\` as \`${found.success.name}\`: both ${at}.`,
        fix: `In \`on\`, set \`${name}\` to a different node that says what went wrong or transfers the caller.`,
      };
    }
    case "silent":
      return {
        message: `${title} hangs up silently after \`${name}\`, at \`${idOf(found.at)}\`.`,
        fix: `In \`on\`, set \`${name}\` to a node that says something before the call ends, or that transfers the caller.`,
      };
  }
}

/** reference/archy.md §b: after 10,000 actions, the platform starts the fault handling. */
export const LOOPS =
  "A module that has failed usually fails again. The platform stops such a loop only after 10,000 actions.";
