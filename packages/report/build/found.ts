import { type Diagnostic, type NoteCode, readDiagnostics } from "@genesys-flows/architect";
import type { EngineMessage, EngineRun, PolicyVerdict } from "../events/engine-run.ts";
import type { OutsideChange, Report, ReportFinding } from "../model/report.ts";
import { kindOf, objectName } from "../objects/step.ts";
import { isOfKept, REFUSED, REPORTED_EXISTING } from "./reported-steps.ts";
import { nameIn, type StackOfRun } from "./stack.ts";

/** The information in the messages of a run. */
export interface FoundInRun extends Pick<Report, "findings" | "outside" | "unchecked" | "messages"> {
  readonly forecast?: string;
  /** URN -> reason for the failure of its step. */
  readonly failures: ReadonlyMap<string, string>;
  /** URNs of flows that were changed outside this stack. */
  readonly drifted: ReadonlySet<string>;
  /**
   * URNs of flows that somebody changed, locked or saved outside this stack. The next version of these flows is
   * unknown.
   */
  readonly touched: ReadonlySet<string>;
  /** URNs of flows that an earlier run published and that this run only records. */
  readonly takenOver: ReadonlySet<string>;
  /** URNs of flows for which an interrupted run published a version that the state does not contain. */
  readonly unrecorded: ReadonlySet<string>;
  /** Reason for the failure of the run, if no finding explains it. */
  readonly cause?: string;
}

/** The part of the report that shows each kind of note. */
const PARTS: Readonly<Record<NoteCode, OutsideChange["kind"] | "forecast" | "unchecked">> = {
  drift: "drift",
  "deleted-outside": "deleted",
  "number-elsewhere": "number",
  "address-elsewhere": "address",
  locked: "lock",
  draft: "draft",
  forecast: "forecast",
  "not-checked": "unchecked",
};

/** Provider messages that repeat information in the report of a flow. */
const REPEATED = [
  /^Nodes: /,
  /^Republished with the changed modules? /,
  /^Held back \(pin\): /,
  /^The flow no longer calls the module /,
  /^\+\d+ (moves from|no longer routes to a flow)/,
  /^\S+@\S+ (moves from|no longer routes to a flow)/,
  /^\+\d[^:]*: (now routes to|no longer routes to|moved from) /,
  ...REPORTED_EXISTING,
];
/**
 * The provider's message when it finds the ownership mark of a flow that an interrupted run published
 * (`life/create.ts`).
 */
const TAKEN_OVER = /^An earlier run of this stack published version \S+ It is taken over, and not published again\.$/;
/** The provider's message when a preview finds a version that an interrupted run published (`life/preview.ts`). */
const UNRECORDED = /^An interrupted run of this stack published version \S+, which the state does not have yet\.$/;
/** Matches the hint of an exempted finding (`exemptedFinding` of the gate). */
const EXEMPTED = /^Exempted until /;
/**
 * The first line that the program prints and the last line that the engine prints. Neither contains the reason for a
 * failure.
 */
const FRAME = [
  /^The update (would be refused|is not complete): /,
  /^The flows have errors\.$/,
  /^(preview|update) failed$/,
  /^Preview failed: /,
];
/** Shown for a preview in which the program refuses the update (`withDeletions`). */
const DELETIONS_UNKNOWN =
  "Deletions of objects other than flows and queues are not shown: the engine plans them only if nothing blocks the update.";
/**
 * The engine's message for a step that it did not begin after an error. The report already lists such flows and
 * objects.
 */
const NOT_BEGUN = /^expected resource operations for \S+ but none were seen$/;
/** The engine's message when it refuses a step that the preview did not plan (`--plan`). */
const UNPLANNED = /^resource (\S+) violates plan: /;

/** Sorts the messages and verdicts of a run into the parts of a report. */
export function foundIn(run: EngineRun, stack: StackOfRun): FoundInRun {
  const collected = new Collected(stack);
  for (const verdict of run.verdicts) collected.addVerdict(verdict);
  for (const message of run.messages) collected.addMessage(message);
  return collected.result();
}

class Collected {
  readonly #stack: StackOfRun;
  readonly #findings = new Map<string, ReportFinding>();
  /**
   * Changes made outside this stack, by subject. A refresh reports a change first, with the settings of the last
   * update. The preview's message then replaces that report.
   */
  readonly #outside = new Map<string, OutsideChange>();
  readonly #unchecked = new Set<string>();
  readonly #messages: Report["messages"] = [];
  readonly #failures = new Map<string, string>();
  readonly #drifted = new Set<string>();
  readonly #touched = new Set<string>();
  readonly #unplanned = new Set<string>();
  readonly #takenOver = new Set<string>();
  readonly #unrecorded = new Set<string>();
  readonly #notBegun: string[] = [];
  #forecast: string | undefined;

  constructor(stack: StackOfRun) {
    this.#stack = stack;
  }

  addVerdict({ text, urn, level, policy }: PolicyVerdict): void {
    const whole = readDiagnostics(text);
    // The engine prints the policy's description on a separate line before the violation.
    const { findings, rest } = whole.findings.length > 0 ? whole : readDiagnostics(text.slice(text.indexOf("\n") + 1));
    const blocks = level === "mandatory";
    const severity = blocks ? ("error" as const) : ("warning" as const);
    const others = rest.map((message) => ({ code: policy, severity, message }));
    for (const finding of [...findings, ...others]) this.#addFinding(finding, { from: "policy", blocks, urn });
  }

  addMessage({ severity, text, urn }: EngineMessage): void {
    const { findings, rest } = readDiagnostics(text);
    const steps = [...this.#stack.flows.map(({ step }) => step), ...this.#stack.objects];
    const isOfObject = steps.some((step) => step.urn === urn);
    const from = urn === undefined || urn.includes("pulumi:pulumi:Stack::") ? "program" : "provider";
    for (const finding of findings) this.#addFinding(finding, { from, blocks: finding.severity === "error", urn });
    for (const one of rest) {
      if (urn !== undefined && TAKEN_OVER.test(one)) {
        this.#takenOver.add(urn);
        continue;
      }
      if (urn !== undefined && UNRECORDED.test(one)) {
        this.#unrecorded.add(urn);
        continue;
      }
      if (UNPLANNED.test(one)) {
        this.#unplanned.add(nameIn(UNPLANNED.exec(one)?.[1] ?? ""));
        continue;
      }
      if (REFUSED.test(one)) this.#unchecked.add(DELETIONS_UNKNOWN);
      if (isOfKept(one) || REPEATED.some((pattern) => pattern.test(one)) || FRAME.some((pattern) => pattern.test(one)))
        continue;
      if (NOT_BEGUN.test(one)) {
        this.#notBegun.push(one);
        continue;
      }
      if (severity === "error" && urn !== undefined && isOfObject) this.#failures.set(urn, failureOf(one));
      this.#messages.push({
        severity: severity === "info#err" ? "info" : severity,
        text: one,
        resource: urn && nameIn(urn),
      });
    }
  }

  #addFinding(
    finding: Diagnostic,
    o: { readonly from: ReportFinding["from"]; readonly blocks: boolean; readonly urn?: string },
  ): void {
    const part = Object.hasOwn(PARTS, finding.code) ? PARTS[finding.code as NoteCode] : undefined;
    const found = this.#stack.flows.find(({ step, key }) => key === finding.flow || step.urn === o.urn);
    const flow = found && { key: found.key, name: found.name };
    const urn = found?.step.urn;
    if (part === "drift" && urn !== undefined) this.#drifted.add(urn);
    if ((part === "drift" || part === "lock" || part === "draft") && urn !== undefined) this.#touched.add(urn);
    if (part === "forecast") {
      // The verdict already counts the flows.
      this.#forecast = finding.message.replace(/^Publishes [^.]*\. /, "");
      return;
    }
    if (part === "unchecked") this.#unchecked.add([finding.message, finding.hint].filter(Boolean).join(" "));
    else if (part !== undefined) {
      const text = [finding.message, finding.hint].filter(Boolean).join("\n");
      const subject = flow ? { flow } : this.#objectOf(o.urn);
      // A flow may have several numbers and addresses.
      const key = JSON.stringify([part, subject, ...(part === "number" || part === "address" ? [text] : [])]);
      if (subject) this.#outside.set(key, { kind: part, ...subject, text, blocks: o.blocks });
    }
    if (part !== undefined && !o.blocks) return;
    const { code, severity, message, why, hint, location, node } = finding;
    const key = JSON.stringify([code, message, location?.file, location?.line, node, finding.flow]);
    const known = this.#findings.get(key);
    this.#findings.set(key, {
      code,
      severity,
      message,
      why,
      hint,
      place: location && { file: location.file, line: location.line, column: location.column },
      flow: finding.flow ?? flow?.key,
      node,
      blocks: o.blocks || known?.blocks === true,
      exempted: EXEMPTED.test(hint ?? ""),
      from: known?.from ?? o.from,
    });
  }

  #objectOf(urn: string | undefined): Pick<OutsideChange, "object"> | undefined {
    const step = this.#stack.objects.find((one) => one.urn === urn);
    return step && { object: { noun: kindOf(step.type).noun, name: objectName(step) } };
  }

  #unplannedText(): string[] {
    if (this.#unplanned.size === 0) return [];
    const names = [...this.#unplanned].join(", ");
    return [
      `The update would do more than the preview showed: the source, the configuration or the state of ${names} changed after the preview. ` +
        "The update stopped before making these changes. Run the command again and check the new preview.",
    ];
  }

  result(): FoundInRun {
    const findings = [...this.#findings.values()];
    const blocking = findings.filter(({ blocks }) => blocks);
    const errors = this.#messages.filter(({ severity }) => severity === "error");
    const said = [...this.#unplannedText(), ...errors.map(({ text }) => text)];
    const causes = said.length > 0 ? said : this.#notBegun;
    const cause = blocking.length === 0 && causes.length > 0 ? causes.join("\n") : undefined;
    return {
      findings: [...findings.filter(({ blocks }) => !blocks), ...blocking],
      outside: [...this.#outside.values()].sort(inOrder),
      unchecked: [...this.#unchecked],
      // Errors are part of the cause.
      messages: cause === undefined ? this.#messages : this.#messages.filter(({ severity }) => severity !== "error"),
      failures: this.#failures,
      drifted: this.#drifted,
      takenOver: this.#takenOver,
      unrecorded: this.#unrecorded,
      touched: this.#touched,
      forecast: this.#forecast,
      cause,
    };
  }
}

const KINDS: readonly OutsideChange["kind"][] = ["drift", "deleted", "number", "address", "lock", "draft"];

/** Sorts changes made outside the stack, because the provider reports objects in any order. */
function inOrder(a: OutsideChange, b: OutsideChange): number {
  const [one, other] = [a, b].map(({ flow, object }) => flow?.key ?? `${object?.noun} ${object?.name}`) as [
    string,
    string,
  ];
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (one < other ? -1 : one > other ? 1 : 0);
}

/** Removes the engine's prefix from a provider's message: `updating urn:...: 1 error occurred:`. */
function failureOf(text: string): string {
  return text
    .replace(/^\s*(sdk-v2\/\S+\s+)?(creating|updating|deleting|reading|replacing) urn:\S+?:\s+(?=\S)/, "")
    .replace(/^1 error occurred:\s*\*\s*/, "")
    .trim();
}
