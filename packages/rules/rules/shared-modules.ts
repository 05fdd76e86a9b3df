import { isPinned, pinnedUntil } from "@genesys-flows/architect/settings";
import { z } from "zod";
import { callersOf, type ProjectFlow, type ProjectSubject, startOf } from "../project-subject.ts";
import { defineRule, type Enforcement, type Judging } from "../rule.ts";
import { reportInterfaces } from "../shared-modules/interfaces.ts";

const settings = z.strictObject({
  protect: z
    .boolean()
    .default(true)
    .describe("Whether modules with callers are registered with Pulumi's `protect`, which refuses to delete them."),
});

type Settings = z.output<typeof settings>;

/** The interface that callers of a module rely on (design §3, "Snapshot-aware plan"; §4). */
export const sharedModules = defineRule({
  name: "shared-modules",
  title: "Shared module that leaves a caller behind",
  requires:
    "A module with callers is protected from deletion, its interface changes only together with every caller, and a pin has an end date and a reason.",
  why: "A caller holds a snapshot of its modules. A caller that keeps an old snapshot works until somebody republishes the caller, and then breaks.",
  fix: "Republish every caller with the change, or keep the old interface until then.",
  blindTo:
    "An interface change and its callers are only checked in a preview, not in `up --skip-preview`, `destroy` and `flowctl check`. Dependency tracking may lag behind the platform, and does not see flows that start a module without a call. The outcomes in an export's options file are not published, so a change that affects only these outcomes is not detected.",
  situation: "An update renames an input of a module, and a pinned caller keeps the old input.",
  settings,
  project(project, judging) {
    for (const flow of project.flows) reportPin(flow, project, judging);
  },
  change(change, judging) {
    reportInterfaces(change, judging);
    if (!judging.settings.protect) return;
    for (const flow of change.project) {
      const { key, name, type } = flow;
      if (type !== "commonModule" || change.protected.has(key) || callersOf(key, change.project).length === 0) continue;
      judging.report({
        message: `The module "${name}" has callers, but is not registered with Pulumi's \`protect\`.`,
        why: "Without `protect`, an update deletes the module if its file is missing.",
        fix: "Create the module in index.ts with `SharedModule`, which protects it.",
        flow: key,
        ...startOf(flow),
      });
    }
  },
});

function reportPin(flow: ProjectFlow, { stack }: ProjectSubject, { today, report }: Judging<Settings>): void {
  if (!isPinned(flow.settings)) return;
  const at = { flow: flow.key, ...startOf(flow) };
  const place = `\`pin\` in its file, its options or under \`genesys-flows:flows\` in Pulumi.${stack ?? "<stack>"}.yaml`;
  const until = pinnedUntil(flow.settings);
  if (until === undefined) {
    report({
      message: `The flow "${flow.name}" is pinned without an end date and a reason.`,
      why: "The flow does not receive changes to its modules, and nobody is reminded of it.",
      fix: `Write \`pin: {until: <date>, reason: <text>}\` instead: ${place}.`,
      advice: true,
      ...at,
    });
  } else if (until < today) {
    report({
      message: `The pin of the flow "${flow.name}" ended on ${until}. Its reason was: ${reasonOf(flow)}`,
      why: "The flow still keeps old snapshots of its modules.",
      fix: `Remove the pin, or agree on a later date: ${place}.`,
      ...at,
    });
  }
}

function reasonOf({ settings: { pin } }: ProjectFlow): string {
  const reason = typeof pin === "object" ? pin.reason.trim() : "";
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}

/**
 * Keys of the modules that a program registers with Pulumi's `protect`: the modules with callers, if this rule is
 * enforced with its setting `protect`.
 */
export function protectedModules({ flows }: Pick<ProjectSubject, "flows">, { rules }: Enforcement): Set<string> {
  const enforced = rules.find(({ rule }) => rule.name === sharedModules.name);
  const isEnforced = enforced && enforced.level !== "disabled" && (enforced.settings as Settings).protect;
  if (!isEnforced) return new Set();
  const modules = flows.filter(({ type, key }) => type === "commonModule" && callersOf(key, flows).length > 0);
  return new Set(modules.map(({ key }) => key));
}
