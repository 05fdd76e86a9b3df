import { FLOW } from "@genesys-flows/project/state";
import { kindOf } from "@genesys-flows/report";
import type { Bound } from "./kept-plan.ts";
import { POLICIES } from "./settings.ts";
import { changedFiles } from "./source.ts";

/** Names in one sentence before they are only counted. */
const NAMED = 20;

/** Why a plan is out of date: one sentence for each thing that changed since it was made. */
export function differences(planned: Bound, now: Bound): string[] {
  const files = changedFiles(planned.source, now.source);
  const resources = changedFiles(planned.state, now.state);
  const settings = changedFiles(planned.settings, now.settings);
  const variables = settings.filter((name) => name !== POLICIES);
  return [
    ...(files.length > 0 ? [`The source changed${commits(planned, now)}: ${listed(files)}.`] : []),
    ...(resources.length > 0 ? [`The state changed: ${listed(resources.map(resourceName))}.`] : []),
    // Their files are part of the source; a digest of its own is for what is outside of the project.
    ...(settings.includes(POLICIES) && !files.some((file) => file.startsWith("policies/"))
      ? [`${POLICIES[0]?.toUpperCase()}${POLICIES.slice(1)} changed.`]
      : []),
    ...(variables.length > 0 ? [`The environment chooses another organisation: ${listed(variables)}.`] : []),
  ];
}

function commits({ commit: from }: Bound, { commit: to }: Bound): string {
  return from === to ? "" : ` (commit ${from.slice(0, 12)} -> ${to.slice(0, 12)})`;
}

const STACK = "pulumi:pulumi:Stack";

/** `flow 'sales'`; of one that the engine was working on, `flow 'sales' (creating)`. */
function resourceName(urn: string): string {
  const [, , types = "", text = ""] = urn.split("::");
  const type = types.split("$").at(-1) ?? "";
  if (type === STACK) return "the outputs of the stack";
  const [, name, doing = ""] = /^(.*?)( \(\w+\))?$/.exec(text) ?? [];
  return `${type === FLOW ? "flow" : kindOf(type).noun} '${name}'${doing}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
