import {
  type Diagnostic,
  diagnosticOf,
  type Location,
  nearest,
  type ReferenceKind,
  slip,
} from "@genesys-flows/architect";
import { codes } from "@genesys-flows/project";
import type { Json } from "../expression/values.ts";
import { bareName, type RunnableFlow } from "../run/flow.ts";
import type { Stage } from "../stage/stage.ts";
import { type AskedNames, askedBy } from "./asked-by.ts";
import { inOrder } from "./read.ts";
import type { StepValue } from "./step-schema.ts";
import type { DataActionAnswer, Given, Script, Step } from "./types.ts";

/**
 * The groups of `given` with entries for objects: the kind of object in words, and the matching kinds of references.
 */
const groups = {
  dataActions: { what: "data action", kinds: ["dataAction"] },
  tables: { what: "data table", kinds: ["dataTable"] },
  hours: { what: "schedule or schedule group", kinds: ["scheduleGroup", "schedule", "emergencyGroup"] },
  queues: { what: "queue", kinds: ["queue"] },
  users: { what: "user", kinds: ["user"] },
  groups: { what: "group", kinds: ["group"] },
  flows: { what: "flow", kinds: ["flow"] },
  prompts: { what: "prompt", kinds: ["prompt", "systemPrompt"] },
} as const satisfies Readonly<Partial<Record<keyof Given, { what: string; kinds: readonly ReferenceKind[] }>>>;

type Group = keyof typeof groups;

/**
 * Finds errors in a script without playing it: a flow that does not exist, names that the flow, its modules and its
 * transfer targets never request, and outputs that a data action does not have. Only a run reports a question without
 * an answer.
 */
export function checkScript(script: Script, stage: Stage): Diagnostic[] {
  const flow = stage.flow(script.flow);
  if (!flow) return [unknownFlow(script, stage)];
  const check = new ScriptCheck(script, { stage, asked: askedBy(flow, stage), flow });
  check.given(script.given, undefined);
  for (const { name, given, steps } of script.conversations) {
    check.given(given, name);
    for (const [index, step] of steps.entries()) check.step(step, { conversation: name, index });
  }
  return check.findings.toSorted(inOrder);
}

function finding(
  code: "test-of-unknown-flow" | "test-name" | "test-answer",
  message: string,
  o: { location: Location | undefined; hint: string | undefined },
) {
  const { location, hint } = o;
  return diagnosticOf(codes, code, message, { ...(location && { location }), ...(hint !== undefined && { hint }) });
}

function unknownFlow({ flow, source }: Script, stage: Stage): Diagnostic {
  const known = stage.flows.flatMap(({ key, name }) => [...(key === undefined ? [] : [key]), name]);
  return finding("test-of-unknown-flow", `No flow has the key or name \`${flow}\`.`, {
    location: source?.flowPlace,
    hint: meant(flow, known),
  });
}

function meant(name: string, known: Iterable<string>): string | undefined {
  const near = nearest(name, known);
  return near === undefined ? undefined : `Did you mean \`${near}\`?`;
}

class ScriptCheck {
  readonly findings: Diagnostic[] = [];
  readonly #script: Script;
  readonly #stage: Stage;
  readonly #asked: AskedNames;
  readonly #flow: RunnableFlow;

  constructor(script: Script, o: { readonly stage: Stage; readonly asked: AskedNames; readonly flow: RunnableFlow }) {
    this.#script = script;
    this.#stage = o.stage;
    this.#asked = o.asked;
    this.#flow = o.flow;
  }

  /** Checks the world of the script or of one conversation. */
  given(given: Given, conversation: string | undefined): void {
    const at = (path: readonly PropertyKey[]) => this.#script.source?.givenPlace(conversation, path);
    for (const group of Object.keys(groups) as Group[])
      for (const name of Object.keys(given[group] ?? {})) this.#name(group, name, at([group, name]));
    this.#inputs(given.inputs, at);
    for (const name of Object.keys(given.actions ?? {}))
      if (!has(this.#asked.actions, name))
        this.#report(`The flow '${this.#flow.name}' has no action \`${name}\`.`, at(["actions", name]), {
          name,
          known: this.#asked.actions,
        });
    for (const [name, answers] of Object.entries(given.dataActions ?? {})) {
      const listed = Array.isArray(answers) ? answers : [answers];
      for (const [index, answer] of listed.entries())
        this.#answer(name, answer, { path: ["dataActions", name, ...(Array.isArray(answers) ? [index] : [])], at });
    }
    for (const [name, rows] of Object.entries(given.tables ?? {}))
      for (const [key, row] of typeof rows === "string" ? [] : Object.entries(rows))
        this.#fields("column", row, { name, path: ["tables", name, key], at });
  }

  #inputs(inputs: Given["inputs"] = {}, at: Placed["at"]): void {
    for (const [name, value] of Object.entries(inputs)) {
      const input = this.#variable("input", name, at(["inputs", name]));
      if (!input || fits(value, input.type)) continue;
      const message = `The input \`${name}\` of '${this.#flow.name}' is of type ${input.type}.`;
      this.findings.push(finding("test-answer", message, { location: at(["inputs", name]), hint: undefined }));
    }
  }

  /** Checks the expected outcome and outputs of a flow. */
  #end(ends: StepValue<"ends">, place: Location | undefined): void {
    const { outcome, outputs = {} } = typeof ends === "object" ? ends : { outcome: ends === true ? undefined : ends };
    for (const name of Object.keys(outputs)) this.#variable("output", name, place);
    const contract = this.#flow.graph.module?.outcome;
    const known = [...Object.keys(contract?.outcomes ?? {}), "error"];
    if (contract && outcome !== undefined && !known.includes(outcome))
      this.#report(`The module '${this.#flow.name}' has no outcome \`${outcome}\`.`, place, { name: outcome, known });
  }

  /** Finds an input or output of the flow by name, with or without scope. Reports a name that does not exist. */
  #variable(what: "input" | "output", name: string, place: Location | undefined) {
    const all = this.#flow.graph.variables.filter((one) => (what === "input" ? one.isInput : one.isOutput));
    const found = all.find((one) => has([one.name, bareName(one.name)], name));
    const known = all.map((one) => bareName(one.name));
    if (!found) this.#report(`The flow '${this.#flow.name}' has no ${what} \`${name}\`.`, place, { name, known });
    return found;
  }

  /** Checks the names in a step. */
  step(step: Step, { conversation, index }: { readonly conversation: string; readonly index: number }): void {
    const place = this.#script.source?.place(conversation, index);
    if ("lands in" in step && typeof step["lands in"] === "object") {
      const { queue, user, group, flow } = step["lands in"];
      for (const [of, name] of [
        ["queues", queue],
        ["users", user],
        ["groups", group],
        ["flows", flow],
      ] as const)
        if (name !== undefined) this.#name(of, name, place);
    }
    if ("ends" in step) this.#end(step.ends, place);
    if (!("asked" in step)) return;
    const [name = ""] = Object.keys(step.asked);
    const known = (["dataActions", "tables", "hours"] as const).flatMap((group) => this.#known(group) ?? [name]);
    if (!has([...known, ...this.#asked.actions], name))
      this.#report(`The flow '${this.#flow.name}' never requests \`${name}\`.`, place, { name, known });
  }

  #name(group: Group, name: string, location: Location | undefined): void {
    const known = this.#known(group);
    if (!known || has(known, name)) return;
    const keys = group === "tables" || group === "hours" ? [...known, ...Object.keys(groups)] : known;
    const verb = group === "dataActions" || group === "tables" || group === "hours" ? "requests" : "uses";
    this.#report(`The flow '${this.#flow.name}' never ${verb} the ${groups[group].what} \`${name}\`.`, location, {
      name,
      known: keys,
    });
  }

  /** Names of a group that the flow requests; undefined if the flow computes such names. */
  #known(group: Group): string[] | undefined {
    const { names, computed } = this.#asked;
    const { kinds }: { readonly kinds: readonly ReferenceKind[] } = groups[group];
    if (kinds.some((kind) => computed.has(kind))) return undefined;
    return kinds.flatMap((kind) => [...(names.get(kind) ?? [])]);
  }

  #report(message: string, location: Location | undefined, o: { name: string; known: Iterable<string> }): void {
    this.findings.push(finding("test-name", message, { location, hint: meant(o.name, o.known) }));
  }

  #answer(name: string, answer: DataActionAnswer, o: Placed): void {
    if (typeof answer === "string") return;
    if (answer.outputs) this.#fields("output", answer.outputs, { ...o, name, path: [...o.path, "outputs"] });
    if (answer.otherwise !== undefined) this.#answer(name, answer.otherwise, { ...o, path: [...o.path, "otherwise"] });
  }

  /** Checks the outputs of a data action, or the columns of a row. */
  #fields(what: "output" | "column", fields: Readonly<Record<string, Json>>, o: Placed & { readonly name: string }) {
    const { contracts } = this.#stage.declared;
    const contract =
      what === "output" ? contracts?.dataActions?.(o.name)?.outputs : contracts?.dataTables?.(o.name)?.columns;
    const bound = this.#asked.outputs.get(o.name.toLowerCase()) ?? new Set<string>();
    for (const [field, value] of Object.entries(fields)) {
      const location = o.at([...o.path, field]);
      if (contract && !has(Object.keys(contract), field)) {
        const message = `\`${o.name}\` has no ${what} \`${field}\`.`;
        const hint = meant(field, Object.keys(contract)) ?? `It has ${Object.keys(contract).join(", ")}.`;
        this.findings.push(finding("test-answer", message, { location, hint }));
      } else if (contract && !fits(value, contract[field])) {
        const message = `The ${what} \`${field}\` of \`${o.name}\` is of type ${contract[field]}.`;
        this.findings.push(finding("test-answer", message, { location, hint: undefined }));
      } else if (!contract && !has(bound, field))
        this.#misspelt(field, { what, bound, given: fields, name: o.name, location });
    }
  }

  /**
   * Without a contract, a field that the flow does not bind may exist. Only a name similar to a bound field is an
   * error.
   */
  #misspelt(
    field: string,
    o: { what: string; bound: Iterable<string>; given: object; name: string; location: Location | undefined },
  ): void {
    const near = slip(field, o.bound);
    if (near === undefined || Object.hasOwn(o.given, near)) return;
    const message = `The flow '${this.#flow.name}' does not read the ${o.what} \`${field}\` of \`${o.name}\`.`;
    this.findings.push(finding("test-answer", message, { location: o.location, hint: `Did you mean \`${near}\`?` }));
  }
}

interface Placed {
  readonly path: readonly PropertyKey[];
  readonly at: (path: readonly PropertyKey[]) => Location | undefined;
}

function has(names: Iterable<string>, name: string): boolean {
  for (const one of names) if (one.toLowerCase() === name.toLowerCase()) return true;
  return false;
}

/** Whether a value has an Architect type. */
function fits(value: Json, type: string | undefined): boolean {
  if (value === null) return true;
  if (type === "boolean") return typeof value === "boolean";
  if (type === "integer") return Number.isInteger(value);
  if (type === "decimal") return typeof value === "number";
  return type !== "string" || typeof value === "string";
}
