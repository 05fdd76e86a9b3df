import { actionOf, actions } from "../../archy/actions/index.ts";
import { flowTypes } from "../../archy/flow-types.ts";
import { allActions } from "../../archy/visit.ts";
import { didYouMean, slip } from "../../suggest.ts";
import { unavailableIn } from "../availability.ts";
import type { Check } from "../check.ts";
import type { Place } from "../place.ts";
import type { Subject } from "../subject.ts";

/** Actions that the flow's channel does not have, that one of a module's channels does not have, or that nobody has seen there. */
export const actionChannel: Check = {
  codes: [
    "action-not-in-channel",
    "action-not-in-module-channels",
    "action-not-attested",
    "misspelt-action",
    "unknown-export-action",
  ],
  run(subject, report) {
    const { type, module } = subject.graph;
    const { title } = flowTypes[type];
    const told = new Set<string>();
    for (const { key, ...place } of actionsOf(subject)) {
      const refused = unavailableIn(key, type);
      if (refused) {
        report("action-not-in-channel", {
          message: `${capital(article(title))} has no action '${key}'.`,
          hint: refused.hint,
          ...place,
        });
        continue;
      }
      for (const channel of module?.channels ?? []) {
        const row = unavailableIn(key, channel);
        if (!row) continue;
        const message = `The module serves ${flowTypes[channel].title}s, which have no action '${key}'.`;
        const hint = `A module has only the actions that all its channels have. ${row.hint}`;
        report("action-not-in-module-channels", { message, hint, ...place });
      }
      const info = actionOf(key);
      if (told.has(key)) continue;
      told.add(key);
      if (!info) {
        const message = `The action '${key}' is not known here.`;
        const near = slip(key, actions.keys());
        const hint = didYouMean(key, actions.keys(), "Actions") ?? "It is published as it is; the platform decides.";
        report(near === undefined ? "unknown-export-action" : "misspelt-action", { message, hint, ...place });
      } else if (!info.observedIn.includes(type)) {
        const message = `No export shows the action '${key}' in ${article(title)}.`;
        report("action-not-attested", { message, hint: "It may well be there: the platform decides.", ...place });
      }
    }
  },
};

/** Kinds of nodes that are no actions of Archy's. */
const OWN = new Set(["callModule", "end", "menu", "task", "state", "unknown", "ref"]);

function actionsOf({ document, graph }: Subject): ({ key: string } & Place)[] {
  const nodes = [...graph.nodes.values()];
  if (!document) return nodes.filter(({ kind }) => !OWN.has(kind)).map((node) => ({ key: node.kind, node }));
  const byPath = new Map(nodes.flatMap((node) => (node.path ? [[node.path.join("/"), node] as const] : [])));
  return allActions(document)
    .filter(({ key }) => !OWN.has(key))
    .map(({ key, path }) => {
      const node = byPath.get(path.join("/"));
      return { key, path, ...(node ? { node } : {}) };
    });
}

function article(title: string): string {
  return `${/^[aeiou]/.test(title) ? "an" : "a"} ${title}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
