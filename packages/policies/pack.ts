import { flushCompileCache } from "node:module";
import { join } from "node:path";
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

const nothing: FlowReport = { found: () => [], exempted: [] };

/** Registers a folder's policies with the SDK, once per process. */
export class Pack {
  readonly #folder: string;
  readonly #rules: readonly ListedRule[];
  readonly #secret = process.env[RUN_SECRET];
  readonly #reports = new WeakMap<object, Promise<FlowReport>>();
  #configured: Configured = { stack: undefined, policies: new Map() };
  #started: Promise<Judging> | undefined;
  /**
   * The verdict of this run's program; undefined until it is read. The program writes the verdict before it registers
   * the first flow.
   */
  #ofProgram: { readonly isClean: ((flow: JudgedFlow) => boolean) | undefined } | undefined;

  /** @param folder absolute path of the policies */
  constructor(folder: string) {
    this.#folder = folder;
    const own = listed as readonly ListedRule[];
    this.#rules = [...own, ...teamPolicies(own, join(folder, "rules"))];
    whenConfigured((given) => {
      this.#configured = given;
      this.#started = undefined;
      this.#ofProgram = undefined;
      if (isSecret(this.#secret)) return undefined; // the program is checking them
      return () => void this.#judgeAhead().catch(() => undefined); // the error occurs again when the engine asks for the document, and is reported then
    });
    new PolicyPack("genesys-flows", {
      description: "Rules that a Genesys Cloud flow must follow before it is published",
      policies: [...this.#rules.map((rule) => flowPolicy(rule, this.#judge)), exemptionsPolicy(this.#judge)],
    });
  }

  /**
   * In one call from the engine, all policies pass the same object behind their proxies, so the resource is checked
   * only for the first policy. In a later call, the files may have changed.
   */
  readonly #judge: JudgeResource = (name, props) => {
    const call = behindProxy(props) as object;
    const known = this.#reports.get(call) ?? this.#reportOn(name, props);
    this.#reports.set(call, known);
    return known;
  };

  async #reportOn(name: string, props: Record<string, unknown>): Promise<FlowReport> {
    const inputs = await flowInputs(props);
    return this.#isClean(name, inputs) ? nothing : (await this.#judging()).resource(name, inputs);
  }

  /** Whether this run's program checked a flow and had no findings. */
  #isClean(key: string, { document, digest, forceUnlock }: FlowInputs): boolean {
    if (!("path" in document) || digest === undefined || forceUnlock === undefined) return false;
    this.#ofProgram ??= {
      isClean: readRunVerdict({ folder: this.#folder, secret: this.#secret }, this.#judgedBy()),
    };
    return this.#ofProgram.isClean?.({ key, digest, forceUnlock }) ?? false;
  }

  #judgedBy(): JudgedBy {
    const { stack, policies } = this.#configured;
    const levels = this.#rules.map(({ name }) => {
      const { level, properties } = policies.get(name) ?? {};
      return [name, { enforcementLevel: level, ...properties }];
    });
    const today = new Date().toISOString().slice(0, 10);
    return { stack, policies: Object.fromEntries(levels), today };
  }

  /**
   * Loads the rules and the kernel when they are first needed. The engine waits until the pack has reported its
   * policies, which requires neither.
   */
  #judging(): Promise<Judging> {
    // Flows that the program has checked do not need a check in advance.
    const given = this.#ofProgram?.isClean ? { ...this.#configured, stack: undefined } : this.#configured;
    this.#started ??= import("./judging.ts").then(({ startJudging }) => startJudging(given, this.#folder));
    return this.#started;
  }

  /** Checks the stack's documents while the program starts. */
  async #judgeAhead(): Promise<void> {
    const judges = await this.#judging();
    // The engine ends a pack with a signal, and Node then does not write its compile cache. With the cache, the next
    // run starts in half the time.
    flushCompileCache();
    await judges.ahead();
  }
}
