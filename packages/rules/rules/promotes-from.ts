import { z } from "zod";
import { type DeclaredSource, type ProjectFlow, type RunningSources, startOf } from "../project-subject.ts";
import { defineRule } from "../rule.ts";

const SHOWN = 12;

/** Everything that a stack publishes must already run in another stack. */
export const promotesFrom = defineRule({
  name: "promotes-from",
  title: "Source that does not run in the previous stack",
  requires:
    "Each flow, each object in files and each file of the program has the same source as in the stack that the settings specify. The values of the two stacks may differ.",
  why: "The next stack runs exactly the source that was tried in the previous stack. A flow that skips a stack is untested.",
  fix: "Deploy the source to the other stack first.",
  blindTo:
    "Everything, if `promotesFrom` is not set. This is the default. `flowctl check` and a preview on a stand-in do not check the rule, because a checkout does not show the source that another stack runs. Values of stacks, numbers, and the snapshots that a pinned flow holds are not compared.",
  situation:
    "The settings of the stack `prod` have `promotesFrom: dev`, and an update of `prod` contains a flow that `dev` does not run.",
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
      throw new Error(`The digests passed to this run belong to the stack ${promoted.stack}, not to ${stack}.`);
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

/** How an object or a file other than a flow differs from the version in a stack; undefined if they are the same. */
export function declaredDifference(
  { stack, sourceDigests }: RunningSources,
  { key, title, digest }: DeclaredSource,
): string | undefined {
  const runs = Object.hasOwn(sourceDigests, key) ? sourceDigests[key] : undefined;
  if (runs === digest) return undefined;
  if (runs === undefined) return `The ${title} was not deployed to ${stack}.`;
  return `The ${title} (${digest.slice(0, SHOWN)}) differs from the one deployed to ${stack} (${runs.slice(0, SHOWN)}).`;
}

/** How a flow differs from the version in a stack; undefined if they are the same. */
export function differenceFrom(
  { stack, sourceDigests }: RunningSources,
  { key, name, sourceDigest }: Pick<ProjectFlow, "key" | "name" | "sourceDigest">,
): string | undefined {
  const runs = Object.hasOwn(sourceDigests, key) ? sourceDigests[key] : undefined;
  if (runs === sourceDigest) return undefined;
  if (runs === undefined) return `The flow "${name}" was not deployed to ${stack}.`;
  if (runs === "") return `The flow "${name}" runs in ${stack} from a source other than its file.`;
  return `The flow "${name}" runs in ${stack} from a different source (${runs.slice(0, SHOWN)}) than here (${sourceDigest.slice(0, SHOWN)}).`;
}
