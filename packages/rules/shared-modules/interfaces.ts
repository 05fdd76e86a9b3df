import {
  type ContractChange,
  type ContractChangeKind,
  contractChanges,
  type ModuleContract,
} from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { isPinned, pinnedUntil } from "@genesys-flows/architect/settings";
import { type ChangeSubject, type FlowChange, isUnknown, type OutsideCaller } from "../change-subject.ts";
import { callersOf, type ProjectFlow, startOf } from "../project-subject.ts";
import type { Judging, Violation } from "../rule.ts";

const MOST_NAMED = 10;

/** Reports, for each existing module that changes, which callers keep the old version and what breaks for them. */
export function reportInterfaces(change: ChangeSubject, { report }: Judging<unknown>): void {
  const modules = change.flows.filter(
    ({ type, operation, ownChange }) => type === "commonModule" && operation === "update" && ownChange,
  );
  for (const module of modules) {
    for (const violation of ofModule(module, change)) report({ ...violation, ...placeOf(module) });
  }
}

function ofModule(module: FlowChange, change: ChangeSubject): Violation[] {
  const { deployed, next, callersOutside } = module;
  const found: Violation[] = [];
  if (isUnknown(callersOutside)) found.push(cannotJudge(module, "callers outside this stack", callersOutside.unknown));
  const outside = callersOutside === undefined || isUnknown(callersOutside) ? [] : notOfProject(callersOutside, change);
  if (isUnknown(deployed)) {
    found.push(cannotJudge(module, "published interface", deployed.unknown));
  } else if (deployed && next) {
    const breaking = breakingChanges(deployed, next);
    const behind = [...staying(module, change), ...outside.map(outsideText)];
    if (breaking.length > 0 && behind.length > 0) return [...found, refusal(module, breaking, behind)];
  }
  const left = leftOut(module, change);
  if (left.length > 0) found.push(leftBehind(module, left));
  if (outside.length > 0) found.push(stale(module, outside));
  return found;
}

/**
 * Callers that are not flows in the project. A flow excluded by `--target` is unknown to the update but belongs to the
 * stack.
 */
function notOfProject(callers: readonly OutsideCaller[], { project }: ChangeSubject): OutsideCaller[] {
  const own = new Set(project.map(({ type, name }) => `${type}flow ${name}`.toLowerCase()));
  return callers.filter(({ type, name }) => !own.has(`${type} ${name}`.toLowerCase()));
}

/**
 * Callers in the stack that are not part of the update, because of `--target` or `--exclude`. Omits pinned callers: a
 * pin is reported with its flow.
 */
function leftOut({ key }: FlowChange, { project, flows }: ChangeSubject): ProjectFlow[] {
  const coming = new Set(flows.map((flow) => flow.key));
  return callersOf(key, project).filter((caller) => !isPinned(caller.settings) && !coming.has(caller.key));
}

function leftBehind(module: FlowChange, callers: readonly ProjectFlow[]): Violation {
  return {
    message: [
      `The module "${module.name}" changes, but ${count(callers.length, "caller")} of this stack ${callers.length === 1 ? "is" : "are"} not part of this update, and will be stale:`,
      ...listed(callers.map(({ name, key }) => `"${name}" (${key})`)),
    ].join("\n"),
    fix: "Omit `--target` and `--exclude`, or update everything afterwards.",
    advice: true,
  };
}

/**
 * The changes that break callers. A new name does not break callers: snapshots refer to the flow's id, which a rename
 * keeps, and a flow in the project that uses the module's old name is reported separately.
 */
function breakingChanges(deployed: ModuleContract, next: ModuleContract): ContractChange[] {
  return contractChanges(deployed, next).filter(({ compatible, kind }) => !compatible && kind !== "module-renamed");
}

/** Callers in the stack that will not hold the new version after this update, each with the reason. */
function staying(module: FlowChange, { project, flows }: ChangeSubject): string[] {
  const coming = new Set(flows.filter(({ operation }) => operation !== "delete").map(({ key }) => key));
  return callersOf(module.key, project)
    .filter(({ key, settings }) => isPinned(settings) || !coming.has(key))
    .map(({ name, key, settings }) => {
      const until = pinnedUntil(settings);
      const pinned = until === undefined ? "which is pinned" : `which is pinned until ${until}`;
      return `"${name}" (${key}), ${isPinned(settings) ? pinned : "which is not part of this update"}`;
    });
}

function refusal(module: FlowChange, breaking: readonly ContractChange[], behind: readonly string[]): Violation {
  return {
    message: [
      `The interface of the module "${module.name}" changes, and ${count(behind.length, "caller")} would keep the old version:`,
      ...listed(behind),
      "Changes for callers:",
      ...breaking.map((change) => `- ${inWords(change)}. ${change.reason}`),
    ].join("\n"),
    why: "A caller that keeps the old version works until somebody republishes the caller, and then breaks.",
    fix: "Republish these callers with the change: remove the pins, and add callers outside this stack to the stack. Otherwise, keep the old interface alongside the new one until the callers are republished.",
  };
}

function stale(module: FlowChange, outside: readonly OutsideCaller[]): Violation {
  const one = outside.length === 1;
  return {
    message: [
      `The module "${module.name}" changes, but ${count(outside.length, "caller")} outside this stack ${one ? "keeps" : "keep"} running the old version:`,
      ...listed(outside.map(({ name, type, id }) => `"${name}" (${type}, ${id})`)),
    ].join("\n"),
    fix: `After the update, ask the ${one ? "owner" : "owners"} to republish ${one ? "the caller" : "the callers"}.`,
    advice: true,
  };
}

function cannotJudge({ name }: FlowChange, fact: string, reason: string): Violation {
  return {
    message: `The change to the module "${name}" could not be checked: its ${fact} could not be read. ${reason}`,
    why: "A caller could be left behind without anybody noticing.",
    fix: "Fix the problem, then run the preview again.",
  };
}

function outsideText({ name, type, id }: OutsideCaller): string {
  return `"${name}" (${type}, ${id}), which is outside this stack`;
}

function listed(callers: readonly string[]): string[] {
  const shown = callers.slice(0, MOST_NAMED).map((caller) => `- ${caller}`);
  if (callers.length > MOST_NAMED) shown.push(`- and ${callers.length - MOST_NAMED} more`);
  return shown;
}

function placeOf({ key, flow }: FlowChange): Pick<Violation, "flow" | "location"> {
  return { flow: key, ...(flow && startOf(flow)) };
}

const words: Readonly<Record<ContractChangeKind, (change: ContractChange) => string>> = {
  "module-renamed": ({ from, to }) => `the module "${from}" is now called "${to}"`,
  "input-added": ({ name, to }) => `the input ${name} (${to}) is added`,
  "input-removed": ({ name }) => `the input ${name} is removed`,
  "input-type": ({ name, from, to }) => `the type of the input ${name} changes from ${from} to ${to}`,
  "output-added": ({ name, to }) => `the output ${name} (${to}) is added`,
  "output-removed": ({ name }) => `the output ${name} is removed`,
  "output-type": ({ name, from, to }) => `the type of the output ${name} changes from ${from} to ${to}`,
  "outcome-added": ({ name }) => `the outcome "${name}" is added`,
  "outcome-removed": ({ name }) => `the outcome "${name}" is removed`,
  "outcome-renamed": ({ from, to }) => `the outcome "${from}" is now called "${to}"`,
  "outcome-values": ({ name, from, to }) => `the values of the outcome "${name}" change from ${from} to ${to}`,
  "outcome-variable": ({ from, to }) => outcomeVariable(from, to),
  "channel-added": ({ name }) => `flows of type ${name} can call it`,
  "channel-removed": ({ name }) => `flows of type ${name} can no longer call it`,
};

function outcomeVariable(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return `the output ${to} now contains the outcome`;
  return to === undefined
    ? `the output ${from} no longer contains the outcome`
    : `the outcome moves from the output ${from} to ${to}`;
}

/** A change to an interface, as a sentence without a full stop. */
function inWords(change: ContractChange): string {
  const text = words[change.kind](change);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
