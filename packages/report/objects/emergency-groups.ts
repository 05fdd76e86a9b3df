import { printableLine } from "@genesys-flows/architect";
import type { EngineStep } from "../events/engine-run.ts";
import type { Detail } from "../model/report.ts";
import { mapIn } from "../model/values.ts";
import type { Names } from "./names.ts";
import type { ObjectSides } from "./sides.ts";
import { listed, plainValue } from "./words.ts";

/**
 * What enabling or disabling an emergency group means for callers; empty if the group is neither enabled nor disabled.
 */
export function switchDetails(step: EngineStep, { before, after }: ObjectSides, names: Names): Detail[] {
  const [was, is] = [before?.["enabled"] === true, after?.["enabled"] === true];
  if (was === is) return [];
  const flows = flowsOf(step, is ? after : before, names);
  if (is) {
    const heard = flows.map(({ flow, ivrs }) => `callers of ${ivrs} hear ${flow}`);
    return [{ sign: "~", text: ["is now enabled", ...heard].join(": ").replace(": callers", ": callers") }];
  }
  const usual = flows.map(({ flow, ivrs }) => `callers of ${ivrs} hear their own flow again instead of ${flow}`);
  return [{ sign: "~", text: [after ? "is now disabled" : "was enabled", ...usual].join(": ") }];
}

/** The changes to emergency flows and to the IVRs whose calls the flows answer. */
export function callFlowDetails(step: EngineStep, { before, after }: ObjectSides, names: Names): Detail[] {
  const [was, is] = [before, after].map(
    (side) => new Map(flowsOf(step, side, names).map(({ flow, ivrs }) => [flow, ivrs])),
  );
  const flows = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])];
  return flows.flatMap((flow): Detail[] => {
    const [from, to] = [was?.get(flow), is?.get(flow)];
    if (from === to) return [];
    if (to === undefined) return [{ sign: "-", text: `${flow} no longer answers calls to ${from}` }];
    if (from === undefined) return [{ sign: "+", text: `${flow} answers calls to ${to} in an emergency` }];
    return [{ sign: "~", text: `${flow} answers calls to ${to} in an emergency (was ${from})` }];
  });
}

function flowsOf(step: EngineStep, side: ObjectSides["before"], names: Names): { flow: string; ivrs: string }[] {
  const given = side?.["emergencyCallFlows"];
  const entries = Array.isArray(given) ? given : [];
  return entries.map((entry, index) => {
    const { emergencyFlowId, ivrIds } = mapIn(names.named(step, entry, ["emergencyCallFlows", index]));
    const ivrs = Array.isArray(ivrIds) ? ivrIds.map(plainValue) : [];
    return { flow: printableLine(plainValue(emergencyFlowId)), ivrs: listed(ivrs) };
  });
}
