import { z } from "zod";
import { type DeclaredSource, type ProjectFlow, type RunningSources, startOf } from "../project-subject.ts";
import { defineRule } from "../rule.ts";

const SHOWN = 12;

/** What a stack publishes runs in another stack first. */
export const promotesFrom = defineRule({
  name: "promotes-from",
  title: "Source that does not run in the stack before",
  requires:
    "Each flow, each object in files and each file of the program has the source that the stack in the settings runs, whatever the values of the two stacks are.",
  why: "What was tried in one stack is what the next one gets. A flow that goes past it was tried by nobody.",
  fix: "Deploy the source to the other stack first.",
  blindTo:
    "Everything as long as the settings have no `promotesFrom`, which is the default. `flowctl check` and a preview on a stand-in do not judge it: what another stack runs is not in a checkout. Values of stacks and numbers are not compared, nor is which snapshots a pinned flow holds.",
  situation:
    "The settings of the stack `prod` have `promotesFrom: dev`, and `prod` gets a flow that `dev` does not run.",
  settings: z.strictObject({
    promotesFrom: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,100}$/, "expected the name of a stack, such as dev")
      .optional()
      .describe("The stack that runs each flow first, such as `dev`."),
  }),
  project({ flows, declared = [], promoted }, { settings, report }) {
    const { promotesFrom: stack } = settings;
    if (stack === undefined || promoted === undefined) return;
    if (typeof promoted === "string") throw new Error(promoted);
    if (promoted.stack !== stack)
      throw new Error(`The digests that were handed over are those of the stack ${promoted.stack}, not of ${stack}.`);
    const fix = `Deploy this source to ${stack}: npm run pulumi -- up --stack ${stack}.`;
    for (const source of declared) {
      const message = declaredDifference(promoted, source);
      const { file } = source;
      if (message !== undefined) report({ message, fix, ...(file !== undefined && startOf({ file })) });
    }
    for (const flow of flows) {
      const message = differenceFrom(promoted, flow);
      if (message !== undefined) report({ message, fix, flow: flow.key, ...startOf(flow) });
    }
  },
});

/** Why something that the source declares beside flows is not what a stack runs; undefined where it is. */
export function declaredDifference(
  { stack, sourceDigests }: RunningSources,
  { key, title, digest }: DeclaredSource,
): string | undefined {
  const runs = Object.hasOwn(sourceDigests, key) ? sourceDigests[key] : undefined;
  if (runs === digest) return undefined;
  if (runs === undefined) return `The ${title} was not deployed to ${stack}.`;
  return `The ${title} (${digest.slice(0, SHOWN)}) differs from the one that ${stack} was deployed with (${runs.slice(0, SHOWN)}).`;
}

/** Why a flow is not what a stack runs; undefined where it is. */
export function differenceFrom(
  { stack, sourceDigests }: RunningSources,
  { key, name, sourceDigest }: Pick<ProjectFlow, "key" | "name" | "sourceDigest">,
): string | undefined {
  const runs = Object.hasOwn(sourceDigests, key) ? sourceDigests[key] : undefined;
  if (runs === sourceDigest) return undefined;
  if (runs === undefined) return `The flow "${name}" was not deployed to ${stack}.`;
  if (runs === "") return `The flow "${name}" runs in ${stack} from another source than its file there.`;
  return `The flow "${name}" runs in ${stack} from another source (${runs.slice(0, SHOWN)}) than this one (${sourceDigest.slice(0, SHOWN)}).`;
}
