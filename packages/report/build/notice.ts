import { performance } from "node:perf_hooks";
import { flowTypes } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { type RunnableFlow, runnable } from "@genesys-flows/conversation";
import { type ChangedFlow, type NoticedCause, noticed } from "@genesys-flows/conversation/notice";

import { stageOf } from "@genesys-flows/conversation/stage";
import type { FlowReport, Notice, Played } from "../model/report.ts";

import { mapIn, textIn, textsIn } from "../model/values.ts";
import { EMERGENCY_GROUP, kindOf, PROMPT, ROWS } from "../objects/step.ts";
import { type FlowSide, withoutPlaces } from "../sides/flow-side.ts";
import { type FlowContext, nextSide, published, sideWithDigest } from "./comparison.ts";
import { PlayedConversations } from "./played.ts";
import type { FlowStep } from "./stack.ts";
import { worldsOf } from "./worlds.ts";
import { writtenAnswers, writtenScripts } from "./written-conversations.ts";

/** Default time limit for comparing conversations, in milliseconds. */
const WITHIN_MS = 4_000;
/** Maximum number of conversations to explore with each version: for all flows together, and per flow. */
const MOST = 3_000;
const [FEWEST_OF_ONE, MOST_OF_ONE] = [10, 100];
/** Maximum number of differences in a report. */
const MOST_CAUSES = 20;

type Side = "before" | "after";

/**
 * What callers will notice. Runs conversations with the live version and the new version of each flow that the update
 * publishes. Each version uses the module versions that it holds. Undefined if the update does not publish an existing
 * flow.
 * @param o.withinMs time limit in milliseconds. Default: 4,000
 */
export async function noticeOf(
  flows: readonly FlowReport[],
  context: FlowContext,
  { withinMs = WITHIN_MS, now }: { readonly withinMs?: number | undefined; readonly now: Date },
): Promise<Notice | undefined> {
  const affected = flows.filter((flow) => !flow.isModule && mayBeNoticed(flow));
  if (affected.length === 0) return undefined;
  const ends = performance.now() + withinMs;
  const isOver = () => performance.now() > ends;
  const documents: Documents = new Map();
  const loaders = {
    before: new SideLoader("before", context, documents),
    after: new SideLoader("after", context, documents),
  };
  const changed: ChangedFlow[] = [];
  const [unread, late]: [string[], string[]] = [[], []];
  for (const { key, name } of affected) {
    const step = context.stack.flows.find((one) => one.key === key);
    if (isOver()) {
      late.push(name);
      continue;
    }
    const [before, after] = [step && (await loaders.before.flow(step)), step && (await loaders.after.flow(step))];
    if (before && after) changed.push({ before, after });
    else unread.push(name);
  }
  const worlds = worldsOf(context, now);
  const stages = {
    before: stageOf(
      changed.map(({ before }) => before),
      worlds.before,
    ),
    after: stageOf(
      changed.map(({ after }) => after),
      worlds.after,
    ),
  };
  const most = Math.max(FEWEST_OF_ONE, Math.min(MOST_OF_ONE, Math.floor(MOST / Math.max(1, changed.length))));
  const scripts = context.project ? writtenScripts(context.project) : [];
  const written = changed.map((one) => ({
    ...one,
    written: writtenAnswers(one.after, scripts, stages.after),
    begins: usedBy(one.after.key ?? "", context).flatMap((name) => worlds.begins.get(name) ?? []),
  }));
  const found = noticed(written, stages, { conversations: most, isOver });
  late.push(...found.left.map(({ name }) => name));
  const more = found.causes.length - MOST_CAUSES;
  const conversations = new PlayedConversations(flows);
  const causes = found.causes.slice(0, MOST_CAUSES).map((cause) => causeOf(cause, conversations.of(cause.example)));
  const silent = causes.filter(({ played }) => played === undefined).length;
  return {
    causes,
    conversations: found.conversations,
    flows: found.flows.length,
    limits: [
      ...(more > 0 ? [`${count(more, "more difference")} ${more === 1 ? "is" : "are"} not listed.`] : []),
      ...(silent > 0 ? [`To limit its size, the report has no playback for ${count(silent, "difference")}.`] : []),
      ...said(
        found.bounded.map(({ name }) => name),
        `Only ${most} of the possible conversations were explored with each version`,
      ),
      ...(found.unknown > 0
        ? [`${count(found.unknown, "conversation")} ended at an action or a system whose response is not known.`]
        : []),
      ...said(unread, "Not compared, because the document of the live or the new version is not in this checkout"),
      ...said(late, "Not compared, because the time limit was reached"),
    ],
  };
}

/** Kinds of objects whose changes callers hear even if no flow is published, by their noun in reports. */
const HEARD: ReadonlySet<string> = new Set([kindOf(PROMPT).noun, kindOf(ROWS).noun, kindOf(EMERGENCY_GROUP).noun]);

/**
 * Whether callers may notice the update: it publishes the flow, or changes an object that determines what callers hear.
 */
function mayBeNoticed({ action, uses = [], hours = [] }: FlowReport): boolean {
  if (action === "publish" || action === "republish") return true;
  return action === "affected" && (hours.length > 0 || uses.some(({ noun }) => HEARD.has(noun)));
}

/** Names of the changed schedule groups and other objects that a flow uses. */
function usedBy(key: string, { hours, uses }: FlowContext): string[] {
  return [...(hours.get(key) ?? []).map(({ group }) => group), ...(uses.get(key) ?? []).map(({ name }) => name)];
}

const MOST_NAMES = 10;

function said(names: readonly string[], words: string): string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return [`${words}: ${names.slice(0, MOST_NAMES).join(", ")}${more}.`];
}

function causeOf(
  { flows, after, now, before, steps, conversations }: NoticedCause,
  played: Played | undefined,
): Notice["causes"][number] {
  const [first] = flows;
  return {
    flows: flows.map(({ key = "", name }) => ({ key, name })),
    people: first && flowTypes[first.type].media === "call" ? "callers" : "customers",
    ...(after.length > 0 && { after: after.join(", ") }),
    now,
    before,
    steps: [...steps],
    conversations,
    ...(played && { played }),
  };
}

/**
 * Documents that were read, by key and digest. A flow that is only republished for a module has the same document on
 * both sides.
 */
type Documents = Map<string, Promise<FlowSide | undefined>>;

/** Loads each flow once, as it runs before or after the update. */
class SideLoader {
  readonly #side: Side;
  readonly #context: FlowContext;
  readonly #documents: Documents;
  readonly #loaded = new Map<string, Promise<RunnableFlow | undefined>>();

  constructor(side: Side, context: FlowContext, documents: Documents) {
    this.#side = side;
    this.#context = context;
    this.#documents = documents;
  }

  /** A flow with its modules; undefined if a document is not available. */
  flow(step: FlowStep, digest?: string): Promise<RunnableFlow | undefined> {
    const id = `${step.key} ${digest ?? ""}`;
    const known = this.#loaded.get(id) ?? this.#load(step, digest);
    this.#loaded.set(id, known);
    return known;
  }

  async #load(flow: FlowStep, digest: string | undefined): Promise<RunnableFlow | undefined> {
    const side = await this.#document(flow, digest);
    if (!side) return undefined;
    const modules = new Map<string, RunnableFlow>();
    for (const { key, name, digest: held } of this.#modulesOf(flow)) {
      const called = this.#context.stack.flows.find((one) => one.key === key);
      const module = called && (await this.flow(called, held));
      if (!module) return undefined;
      modules.set(name.toLowerCase(), module);
    }
    const module = (name: string) => modules.get(name.toLowerCase());
    // People do not notice different locations in files.
    return runnable(withoutPlaces(side.document), {
      key: flow.key,
      module,
      contract: (name) => module(name)?.graph.module?.outcome,
    });
  }

  #document(flow: FlowStep, digest: string | undefined): Promise<FlowSide | undefined> {
    const { old, new: next } = flow.step;
    const own = this.#side === "before" ? old?.outputs["digest"] : next?.inputs["digest"];
    const id = `${flow.key} ${digest ?? textIn(own) ?? ""}`;
    const read = this.#documents.get(id) ?? this.#read(flow, digest);
    this.#documents.set(id, read);
    return read;
  }

  #read(flow: FlowStep, digest: string | undefined): Promise<FlowSide | undefined> {
    if (digest !== undefined) return sideWithDigest(flow, digest, this.#context);
    return this.#side === "before" ? published(flow, this.#context) : nextSide(flow, this.#context);
  }

  /** The modules that a flow calls, with the digests of the versions that it holds. */
  #modulesOf({ step }: FlowStep): { readonly key: string; readonly name: string; readonly digest: string }[] {
    const state = this.#side === "before" ? step.old : (step.new ?? step.old);
    const held = textsIn(step.old?.outputs["publishedModules"]);
    return Object.entries(mapIn(state?.inputs["modules"])).map(([key, value]) => {
      const given = mapIn(value);
      const own = this.#side === "before" ? held.get(key)?.split(" ")[1] : undefined;
      return { key, name: textIn(given["name"]) ?? key, digest: own ?? textIn(given["digest"]) ?? "" };
    });
  }
}
