import { type ArchyMap, flowTypes, get, getList, getMap, getText, isMap, singleEntry } from "@genesys-flows/architect";
import { textOf } from "../../expression/text.ts";
import { collection, isNotSet, scalar } from "../../expression/values.ts";
import { type ActionSemantics, type Rows, silent } from "../semantics.ts";
import type { Step } from "../step.ts";
import { Fault } from "../talk.ts";
import type { Course } from "../types.ts";
import { milliseconds, promptName } from "../wrappers.ts";
import { playValue } from "./audio.ts";

/**
 * Integration, action and bindings of a call to a data action: `category: {CRM: {dataAction: {Verify PIN: {...}}}}`.
 */
function calledAction(step: Step): { readonly name: string; readonly body: ArchyMap } {
  const [integration, inner] = singleEntry(step.property("category")) ?? [];
  const [action, body] = singleEntry(getMap(inner, "dataAction")) ?? [];
  return { name: `${integration ?? "?"}/${action ?? "?"}`, body: isMap(body) ? body : {} };
}

const isCall = ({ talk, scope }: Step) => flowTypes[talk.type ?? scope.flow.type].media === "call";

/** Delay and maximum duration of a processing prompt, in milliseconds (A6). */
const PROCESSING = { afterMs: 1_000, atMostMs: 3_000 };

/** Lets the time of a data action pass. If the action takes long, the caller hears the processing prompt once. */
function* processing(step: Step, tookMs: number): Course<void> {
  const { talk, scope, node } = step;
  const until = talk.now + tookMs;
  const [own, usual] = [step.property("processingPrompt"), scope.actionDefault(node.kind, "processingPrompt")];
  const wrapper = get(own, "noValue") === true ? usual : (own ?? usual);
  const prompt = wrapper === undefined || !isCall(step) ? undefined : step.nameOf(wrapper, "prompt");
  const leftMs = tookMs - PROCESSING.afterMs;
  if (prompt !== undefined && leftMs > 0) {
    talk.pass(PROCESSING.afterMs);
    const isCut = leftMs < PROCESSING.atMostMs && talk.assumed("processing-prompt") === "ends-with-the-answer";
    const atMostMs = isCut ? leftMs : PROCESSING.atMostMs;
    yield* playValue(step, scalar("audio", [{ prompt: promptName(prompt) }]), { atMostMs });
  }
  talk.pass(until - talk.now);
}

const callData: ActionSemantics = {
  asks: "the data action",
  writes: "the output variables; meanwhile, audio for the caller",
  source: "A1, A6, A11",
  assumes: ["processing-prompt", "barge-in"],
  *run(step) {
    const { name, body } = calledAction(step);
    const inputs = Object.fromEntries(
      Object.entries(getMap(body, "inputs") ?? {}).map(([input, value]) => [input, step.json(value)]),
    );
    const timeout = step.property("timeout");
    const timeoutMs = timeout === undefined ? undefined : milliseconds(step.scope.value(timeout, "duration"));
    const success = getMap(body, "successOutputs");
    const answer = yield* step.asks(
      { asks: "dataAction", name, inputs, outputs: step.boundTypes(success), timeoutMs },
      ["success", "failure", "timeout"],
      { passes: ({ path, tookMs }) => processing(step, tookMs ?? (path === "timeout" ? timeoutMs : undefined) ?? 0) },
    );
    if (answer.path === "success") step.bindAll(success, answer.outputs);
    // In a call flow, failures are not distinguished: failure outputs are only bound in other flows (A11).
    if (answer.path === "failure" && !isCall(step)) step.bindAll(getMap(body, "failureOutputs"), answer.outputs);
    return { path: answer.path };
  },
};

const lookup: ActionSemantics = {
  asks: "the row of the data table",
  writes: "the variables bound to columns",
  source: "A1",
  *run(step) {
    const [name = "?", body] = singleEntry(step.property("dataTable")) ?? [];
    const found = getMap(body, "foundOutputs");
    const answer = yield* step.asks(
      { asks: "tableRow", name, key: step.text("lookupValue"), outputs: step.boundTypes(found) },
      ["found", "notFound", "failure"],
    );
    if (answer.path === "found") step.bindAll(found, answer.outputs);
    if (answer.path === "failure") step.bindAll(getMap(body, "failureOutputs"), answer.outputs);
    return { path: answer.path };
  },
};

/** When a schedule is evaluated, in milliseconds since 1970. @throws Fault for NOT_SET (A8) */
function evaluatedAt(step: Step, evaluate: ArchyMap | undefined): number {
  const wrapper = get(evaluate, "dateTime") ?? get(evaluate, "date");
  if (wrapper === undefined) return step.scope.environment.now.getTime();
  const value = step.scope.value(wrapper, "dateTime");
  if (value.type !== "dateTime" || value.value === undefined)
    throw new Fault("The date and time for evaluating the schedule is NOT_SET.");
  return value.value * 1000;
}

const scheduleGroup: ActionSemantics = {
  asks: "the schedule group, at the time of the conversation",
  writes: "the list of active schedules",
  source: "A1, A8",
  *run(step) {
    const name = step.nameOf(step.property("scheduleGroup"), "scheduleGroup");
    const emergencyGroup = step.nameOf(step.property("emergencyGroup"), "emergencyGroup");
    const at = evaluatedAt(step, getMap(step.node.properties, "evaluate"));
    if (name === undefined) return { path: yield* emergencyAlone(step, emergencyGroup, at) };
    const answer = yield* step.asks(
      { asks: "scheduleGroup", name, at, ...(emergencyGroup !== undefined && { emergencyGroup }) },
      ["open", "closed", "holiday", "emergency"],
    );
    const active = answer.outputs?.["inServiceSchedules"];
    step.bind(
      step.property("inServiceSchedules"),
      collection("string", Array.isArray(active) ? active.map((one) => String(one)) : []),
    );
    return { path: answer.path };
  },
};

/**
 * In exports, the schedule group is NOT_SET when an action only evaluates an emergency. Without an emergency, the
 * result is closed (A8).
 */
function* emergencyAlone(step: Step, name: string | undefined, at: number): Course<string> {
  if (name === undefined) return "closed";
  const answer = yield* step.asks({ asks: "emergencyGroup", name, at }, ["active", "inactive"]);
  return answer.path === "active" ? "emergency" : "closed";
}

const schedule: ActionSemantics = {
  asks: "the schedule or emergency group, at the time of the conversation",
  source: "A1, A8",
  *run(step) {
    const [kind, of] = singleEntry(step.property("evaluationType")) ?? [];
    const isGroup = kind !== "schedule";
    const selected = get(of, "selectedSchedule") ?? get(of, "selectedEmergencyGroup") ?? get(of, "emergencyGroup");
    const name = step.nameOf(selected, isGroup ? "emergencyGroup" : "schedule") ?? getText(of, "name");
    if (name === undefined) throw new Fault("The schedule is NOT_SET.");
    const zoneWrapper = get(of, "scheduleTimeZone") ?? get(of, "evaluationTimeZone");
    const zone = zoneWrapper === undefined ? undefined : step.nameOf(zoneWrapper, "string");
    if (zoneWrapper !== undefined && zone === undefined) throw new Fault("The time zone of the schedule is NOT_SET.");
    const at = evaluatedAt(step, getMap(of, "evaluate"));
    const answer = yield* step.asks(
      { asks: isGroup ? "emergencyGroup" : "schedule", name, at, ...(zone !== undefined && { zone }) },
      ["active", "inactive"],
    );
    return { path: answer.path };
  },
};

const pairs = (step: Step) =>
  getList(step.node.properties, "attributes").map((item) => getMap(item, "attribute") ?? {});

const setParticipantData: ActionSemantics = {
  writes: "participant data",
  source: "archy.md §d",
  *run(step) {
    const values: Record<string, string> = {};
    for (const pair of pairs(step)) {
      const name = step.nameOf(get(pair, "name"), "string");
      const value = step.scope.value(get(pair, "value"), "string");
      if (name === undefined) throw new Fault("The name of a participant attribute is NOT_SET.");
      values[name] = isNotSet(value) ? "" : (textOf(value) ?? "");
      step.talk.participantData.set(name, values[name]);
    }
    yield* step.happens({ event: "sets", what: "participantData", values });
    return { path: "next" };
  },
};

const getParticipantData = silent({ writes: "variables", source: "archy.md §d" }, (step) => {
  for (const pair of pairs(step)) {
    const name = step.nameOf(get(pair, "name"), "string");
    const { participantData, world } = step.talk;
    const given = name === undefined ? undefined : (participantData.get(name) ?? world.participantData?.(name));
    const variable = get(pair, "variable");
    if (typeof variable === "string") step.scope.set(variable, scalar("string", given));
  }
  return "next";
});

/** Looks up an object by name or id. */
function find(type: string, by: "name" | "id"): ActionSemantics {
  return {
    asks: `whether ${type} with that ${by} exists`,
    writes: "the result variable",
    source: "A1, A8",
    assumes: ["names-exist"],
    *run(step) {
      const name = step.text(by === "name" ? "findName" : "findId");
      if (name === undefined) return { path: "notFound" };
      const answer = yield* step.asks({ asks: "object", type, name, by }, ["found", "notFound"], {
        otherwise: () => ({ path: step.talk.assumed("names-exist") === "exist" ? "found" : "notFound" }),
      });
      const found = answer.outputs?.["name"];
      if (answer.path === "found")
        step.bind(step.property("findResult"), step.scope.value({ lit: { name: String(found ?? name) } }, type));
      return { path: answer.path };
    },
  };
}

export const dataRows: Rows = {
  callData,
  callDataSecure: callData,
  dataTableLookup: lookup,
  evaluateSchedule: schedule,
  evaluateScheduleGroup: scheduleGroup,
  setParticipantData,
  getParticipantData,
  findQueue: find("queue", "name"),
  findQueueById: find("queue", "id"),
  findSkill: find("skill", "name"),
  findLanguageSkill: find("languageSkill", "name"),
  findUser: find("user", "name"),
  findUserById: find("user", "id"),
  findGroup: find("group", "name"),
  findSchedule: find("schedule", "name"),
  findScheduleGroup: find("scheduleGroup", "name"),
  findEmergencyGroup: find("emergencyGroup", "name"),
  findUserPrompt: find("prompt", "name"),
  findSystemPrompt: find("prompt", "name"),
};
