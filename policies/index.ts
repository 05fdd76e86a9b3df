import { flushCompileCache } from "node:module";
import { sharePropertiesOfRequest } from "@genesys-flows/lean-pulumi/policy-properties";
import { behindProxy } from "@genesys-flows/lean-pulumi/policy-proxy";
import { type Configured, whenConfigured } from "@genesys-flows/lean-pulumi/policy-stack";
import { PolicyPack } from "@pulumi/policy";
import { type FlowInputs, flowInputs } from "./flow-inputs.ts";
import { exemptionsPolicy, flowPolicy, type JudgeResource } from "./flow-policies.ts";
import type { FlowReport, Judging } from "./judging.ts";
import listed from "./rule-table.json" with { type: "json" };
import type { ListedRule } from "./rule-table.ts";
import { isSecret, type JudgedBy, type JudgedFlow, RUN_SECRET, readRunVerdict } from "./run-verdict.ts";
import { teamPolicies } from "./team-policies.ts";

sharePropertiesOfRequest();

let configured: Configured = { stack: undefined, policies: new Map() };
let started: Promise<Judging> | undefined;

/** Loads the rules and the kernel only now: the engine waits until the pack has reported its policies, and nothing needs them before. */
function judging(): Promise<Judging> {
  // What the program found nothing in need not be judged ahead.
  const given = ofProgram?.isClean ? { ...configured, stack: undefined } : configured;
  started ??= import("./judging.ts").then(({ startJudging }) => startJudging(given));
  return started;
}

const reports = new WeakMap<object, Promise<FlowReport>>();

/**
 * In one call of the engine each policy asks, with the same object behind its proxy: the resource is judged when the first one does.
 * Later the files may have changed.
 */
const judge: JudgeResource = (name, props) => {
  const call = behindProxy(props) as object;
  const known = reports.get(call) ?? reportOn(name, props);
  reports.set(call, known);
  return known;
};

async function reportOn(name: string, props: Record<string, unknown>): Promise<FlowReport> {
  const inputs = await flowInputs(props);
  return isClean(name, inputs) ? nothing : (await judging()).resource(name, inputs);
}

const nothing: FlowReport = { found: () => [], exempted: [] };
const secret = process.env[RUN_SECRET];
/** The verdict of the program of this run, once it was looked for: the program has written it before it registers the first flow. */
let ofProgram: { readonly isClean: ((flow: JudgedFlow) => boolean) | undefined } | undefined;

/** Whether the program of this run judged a flow and found nothing in it. */
function isClean(key: string, { document, digest, forceUnlock }: FlowInputs): boolean {
  if (!("path" in document) || digest === undefined || forceUnlock === undefined) return false;
  ofProgram ??= { isClean: readRunVerdict({ folder: import.meta.dirname, secret }, judgedBy()) };
  return ofProgram.isClean?.({ key, digest, forceUnlock }) ?? false;
}

function judgedBy(): JudgedBy {
  const policies = rules.map(({ name }) => {
    const { level, properties } = configured.policies.get(name) ?? {};
    return [name, { enforcementLevel: level, ...properties }];
  });
  const today = new Date().toISOString().slice(0, 10);
  return { stack: configured.stack, policies: Object.fromEntries(policies), today };
}

whenConfigured((given) => {
  configured = given;
  started = undefined;
  ofProgram = undefined;
  if (isSecret(secret)) return undefined; // the program judges them meanwhile
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
