import type { Diagnostic, Location, Scalar } from "@genesys-flows/architect";
import { finding, type ProjectCode } from "../codes.ts";
import type { FlowElsewhere, StackSource } from "./source.ts";

export interface Demand {
  readonly location?: Location;
  readonly default?: Scalar;
  /** Declared type; if omitted, any type is allowed. */
  readonly type?: ValueType;
}

type ValueType = "string" | "integer" | "number" | "boolean";

/** The values that a flow requires, and the stack's value for each of them. */
export interface FillingValues {
  readonly demands: ReadonlyMap<string, Demand>;
  readonly values: Readonly<Record<string, Scalar>>;
}

type DeclaredValues = ReadonlyMap<string, { readonly values?: Readonly<Record<string, Scalar>> | undefined }>;

type ValueKind = "values" | "substitutions";

const WORDS: Record<ValueKind, { one: string; missing: ProjectCode; unused: ProjectCode }> = {
  values: { one: "value", missing: "missing-value", unused: "unused-value" },
  substitutions: { one: "substitution", missing: "missing-substitution", unused: "unused-substitution" },
};

/**
 * Returns the values in the stack's configuration for each flow, and records their use, so that an unused key (often a
 * misspelling) is an error at its line in `Pulumi.<stack>.yaml`.
 */
export class StackValues {
  readonly #stack: StackSource;
  readonly #name: string | undefined;
  readonly #declared: DeclaredValues;
  /** Paths of the entries that a flow uses. */
  readonly #used = new Set<string>();
  readonly #flows = new Set<string>();
  readonly #resolved = new Set<string>();

  /**
   * @param o.name the stack's name; without one, every flow belongs to the stack
   * @param o.declared flows of a program by key, with their own values
   */
  constructor(stack: StackSource, o: { name?: string | undefined; declared?: DeclaredValues } = {}) {
    this.#stack = stack;
    this.#name = o.name;
    this.#declared = o.declared ?? new Map();
  }

  /** Whether a flow that belongs to the given stacks does not belong to this stack. */
  isElsewhere(stacks: readonly string[]): boolean {
    return this.#name !== undefined && !stacks.includes(this.#name);
  }

  /** The stack's settings for a flow, such as `import` and `pin`. */
  ofFlow(key: string): NonNullable<StackSource["config"]["flows"]>[string] {
    this.#flows.add(key);
    return this.#stack.config.flows?.[key] ?? {};
  }

  /**
   * The values of one flow. The source of each value is the program, otherwise the flow's own entry in the stack's
   * configuration, otherwise the entry for all flows, otherwise the default. `open` lists required values that are not
   * set; `findings` reports these, and entries whose type differs from the declared type.
   */
  resolve(kind: ValueKind, flow: string, demands: ReadonlyMap<string, Demand>) {
    this.#resolved.add(flow);
    const values: Record<string, Scalar> = {};
    const findings: Diagnostic[] = [];
    const open: string[] = [];
    const own = this.ofFlow(flow)[kind] ?? {};
    const shared = this.#stack.config[kind] ?? {};
    const declared = this.#declared.get(flow)?.values ?? {};
    for (const name of Object.keys(declared)) if (!demands.has(name)) findings.push(this.#undeclared(kind, flow, name));
    for (const [name, demand] of demands) {
      if (Object.hasOwn(declared, name)) {
        const given = declared[name] as Scalar;
        if (isOfType(given, demand.type)) values[name] = given;
        else {
          open.push(name);
          findings.push(this.#mistyped(kind, { flow, name, given, demand, place: undefined }));
        }
        continue;
      }
      const [isOwn, isShared] = [Object.hasOwn(own, name), Object.hasOwn(shared, name)];
      if (isShared) this.#used.add(spell(kind, name));
      if (isOwn) this.#used.add(spell("flows", flow, kind, name));
      const given = isOwn ? own[name] : isShared ? shared[name] : undefined;
      const value = given ?? demand.default;
      const wrong = this.#stack.isWrong(kind, name) || this.#stack.isWrong("flows", flow, kind, name);
      if (wrong) open.push(name);
      else if (value === undefined) {
        open.push(name);
        findings.push(this.#missing(kind, flow, name, demand));
      } else if (given !== undefined && !isOfType(given, demand.type)) {
        open.push(name);
        const place = isOwn ? this.#stack.locate("flows", flow, kind, name) : this.#stack.locate(kind, name);
        findings.push(this.#mistyped(kind, { flow, name, given, demand, place }));
      } else values[name] = value;
    }
    return { values, open, findings };
  }

  /**
   * A finding for each entry of the stack's configuration that no flow used, and for each entry of a flow that does not
   * exist.
   * @param o.unreadable flows that could not be read; everything that their files name counts as used
   * @param o.elsewhere flows that do not belong to this stack
   * @param o.renamedFrom returns the present key of the flow that had a key
   */
  unused({
    unreadable,
    elsewhere,
    renamedFrom,
  }: {
    readonly unreadable: readonly { readonly key: string; readonly text: string }[];
    readonly elsewhere: readonly FlowElsewhere[];
    readonly renamedFrom: (key: string) => string | undefined;
  }): Diagnostic[] {
    const { config } = this.#stack;
    const others = new Map(elsewhere.map(({ key, stacks }) => [key, stacks]));
    const findings: Diagnostic[] = [];
    const unclear = unreadable.filter(({ key }) => !this.#resolved.has(key));
    const mayBeUsed = (name: string) => unclear.some(({ text }) => text.includes(name));
    for (const [kind, name] of entriesOf(config)) {
      if (!mayBeUsed(name) && !this.#used.has(spell(kind, name))) {
        findings.push(this.#unused(kind, name, "no flow uses it", this.#stack.locate(kind, name)));
      }
    }
    for (const [flow, entry] of Object.entries(config.flows ?? {})) {
      const stacks = others.get(flow);
      if (stacks) {
        const message = `${this.#where} configures the flow \`${flow}\`, which belongs to other stacks: ${stacks.join(", ")}.`;
        const hint = "Remove the entry, or add this stack to the flow's `stacks`.";
        findings.push(finding("unknown-flow-config", message, { hint, location: this.#stack.locate("flows", flow) }));
      } else if (!this.#flows.has(flow)) {
        if (mayBeUsed(flow)) continue;
        const message = `${this.#where} configures the flow \`${flow}\`, but no flow has this key.`;
        const now = renamedFrom(flow);
        const hint =
          now === undefined
            ? "A flow's key is its file name without extension and without `_v<N>-<M>`. If the flow was removed, also remove this entry."
            : `The flow's key is now \`${now}\`. Rename this entry.`;
        findings.push(finding("unknown-flow-config", message, { hint, location: this.#stack.locate("flows", flow) }));
      } else {
        for (const [kind, name] of entriesOf(entry)) {
          if (this.#used.has(spell("flows", flow, kind, name))) continue;
          if (unclear.some(({ key, text }) => key === flow && text.includes(name))) continue;
          const place = this.#stack.locate("flows", flow, kind, name);
          findings.push(this.#unused(kind, name, `the flow \`${flow}\` does not use it`, place));
        }
      }
    }
    return findings;
  }

  #missing(kind: ValueKind, flow: string, name: string, demand: Demand): Diagnostic {
    const { one, missing } = WORDS[kind];
    const where = this.#stack.file ? `to ${this.#stack.file}` : "to the stack's configuration";
    return finding(missing, `The ${one} \`${name}\` is not set in this stack.`, {
      hint: `Add \`genesys-flows:${kind}: {${name}: ...}\` ${where}, or give it a default.`,
      flow,
      location: demand.location,
    });
  }

  #mistyped(
    kind: ValueKind,
    o: { flow: string; name: string; given: Scalar; demand: Demand; place: Location | undefined },
  ): Diagnostic {
    const declared = o.demand.location && ` (${o.demand.location.file}:${o.demand.location.line})`;
    return finding(
      "wrong-value-type",
      `The ${WORDS[kind].one} \`${o.name}\` is declared as ${o.demand.type}${declared ?? ""}, but the stack sets ${JSON.stringify(o.given)}.`,
      { flow: o.flow, location: o.place ?? o.demand.location },
    );
  }

  #unused(kind: ValueKind, name: string, nobody: string, location: Location | undefined): Diagnostic {
    const { one, unused } = WORDS[kind];
    const hint = "Remove it, or correct its spelling.";
    return finding(unused, `${this.#where} sets the ${one} \`${name}\`, but ${nobody}.`, { hint, location });
  }

  #undeclared(kind: ValueKind, flow: string, name: string): Diagnostic {
    const { one, unused } = WORDS[kind];
    const message = `The program sets the ${one} \`${name}\` of \`${flow}\`, but the flow does not use it.`;
    return finding(unused, message, { hint: "Remove it, or correct its spelling.", flow });
  }

  get #where(): string {
    return this.#stack.file ?? "The stack's configuration";
  }
}

function isOfType(value: Scalar, type: ValueType | undefined): boolean {
  if (type === undefined) return true;
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

function spell(...path: string[]): string {
  return JSON.stringify(path);
}

function entriesOf(config: Readonly<Partial<Record<ValueKind, object>>>): [ValueKind, string][] {
  const kinds = ["values", "substitutions"] as const;
  return kinds.flatMap((kind) => Object.keys(config[kind] ?? {}).map((name): [ValueKind, string] => [kind, name]));
}
