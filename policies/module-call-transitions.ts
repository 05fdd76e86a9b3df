import { flushCompileCache } from "node:module";
import { printable } from "@genesys-flows/architect/printable";
import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";
import { type Baseline, isListed, readBaseline } from "./baseline.ts";

/** The resource type, as much of its class as `@pulumi/policy` looks at. The generated class would load the whole SDK. */
const Flow = { __pulumiType: "genesyscloud:index/flow:Flow" } as unknown as new (
  name: string,
  args: Record<string, unknown>,
) => never;

const RULE =
  "Every module call has a transition for each outcome of the module and for `error`, and its flow has fault handling that callers hear.";

/**
 * Stops the update for each module call without its transitions, and for silent fault handling in a flow with module calls, in
 * definitions, exports and bare resources. The advisory twin reports what `baseline.json` lists.
 */
export const moduleCallTransitions: ResourceValidationPolicy = {
  name: "module-call-transitions",
  description: RULE,
  enforcementLevel: "mandatory",
  validateResource: validateResourceOfType(Flow, async (props, { name }, report) => {
    const found = await (await rule()).judge(name, props);
    if ("unchecked" in found) {
      report(printable(`The flow "${name}" may have module calls without transitions. ${found.unchecked}`));
      return;
    }
    for (const { violation, text } of found) {
      if (!isListed(violation, baseline())) report(printable(text));
    }
  }),
};

/** Warns of the violations that `baseline.json` lists. */
export const moduleCallTransitionsBaseline: ResourceValidationPolicy = {
  name: "module-call-transitions-baseline",
  description: `${RULE} Older violations in exports are listed in policies/baseline.json and only warn.`,
  enforcementLevel: "advisory",
  validateResource: validateResourceOfType(Flow, async (props, { name }, report) => {
    if (!Object.hasOwn(baseline(), name)) return; // for most flows, before the document is read
    const found = await (await rule()).judge(name, props);
    if ("unchecked" in found) return; // the other policy reports it
    for (const { violation, text } of found) {
      if (isListed(violation, baseline())) report(printable(`${text} It is listed in policies/baseline.json.`));
    }
  }),
};

/** Judges the documents of a stack while the program starts. To be called when the engine has its answers. */
export async function judgeAhead(stack: string | undefined): Promise<void> {
  const { judgeAhead } = await rule();
  // The engine ends a pack by a signal, after which Node would write nothing. The next run starts in half the time.
  flushCompileCache();
  if (stack !== undefined) await judgeAhead(stack);
}

/** Loads the rule and the kernel only now: the engine waits until the pack has reported its policies, and nothing needs them before. */
function rule(): Promise<typeof import("./module-call-rule.ts")> {
  return import("./module-call-rule.ts");
}

let read: Baseline | undefined;

/** As it is when it is needed first. */
function baseline(): Baseline {
  read ??= readBaseline();
  return read;
}
