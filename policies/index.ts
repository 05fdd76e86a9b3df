import { flushCompileCache } from "node:module";
import { sharePropertiesOfRequest } from "@genesys-flows/lean-pulumi/policy-properties";
import { type Configured, whenConfigured } from "@genesys-flows/lean-pulumi/policy-stack";
import { PolicyPack } from "@pulumi/policy";
import { exemptionsPolicy, flowPolicy, type JudgeResource } from "./flow-policies.ts";
import type { Judging } from "./judging.ts";
import listed from "./rule-table.json" with { type: "json" };
import type { ListedRule } from "./rule-table.ts";
import { teamPolicies } from "./team-policies.ts";

sharePropertiesOfRequest();

let configured: Configured = { stack: undefined, policies: new Map() };
let started: Promise<Judging> | undefined;

/** Loads the rules and the kernel only now: the engine waits until the pack has reported its policies, and nothing needs them before. */
function judging(): Promise<Judging> {
  started ??= import("./judging.ts").then(({ startJudging }) => startJudging(configured));
  return started;
}

const judge: JudgeResource = async (name, props) => (await judging()).resource(name, props);

whenConfigured((given) => {
  configured = given;
  started = undefined;
  return () => void judgeAhead().catch(() => undefined); // what fails here fails again when the engine asks, which reports it
});

/** Judges the documents of the stack while the program starts. */
async function judgeAhead(): Promise<void> {
  const judges = await judging();
  // The engine ends a pack by a signal, after which Node would write nothing. The next run starts in half the time.
  flushCompileCache();
  await judges.ahead();
}

const own = listed as readonly ListedRule[];
const rules = [...own, ...teamPolicies(own)];

new PolicyPack("genesys-flows", {
  description: "Rules that a Genesys Cloud flow must follow before it is published",
  policies: [...rules.map((rule) => flowPolicy(rule, judge)), exemptionsPolicy(judge)],
});
