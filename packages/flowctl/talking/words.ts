import { count } from "@genesys-flows/architect/count";
import type { Held } from "@genesys-flows/conversation";
import type { Timeline, Waiting } from "@genesys-flows/conversation/call";

/** The message about a stale snapshot: `Stale: holds version 2.0 of PIN authentication; version 3.0 is published.` */
export function heldText({ module, version, published }: Held): string {
  return `Stale: holds version ${version} of ${module}; version ${published} is published.`;
}

/** The input that a flow waits for: `Waits 5 s for 4 digits.` */
export function waitingText({ fromMs, untilMs, accepts }: Waiting): string {
  const { digits, choices = [], extension, text } = accepts;
  const parts = [
    ...(digits ? [digitsText(digits)] : []),
    ...choices.flatMap(({ key, name }) => (key === undefined ? [] : [`${key} ${name}`])),
    ...(extension ? ["an extension"] : []),
    ...(text ? ["a message"] : []),
  ];
  return `Waits ${Math.round((untilMs - fromMs) / 1000)} s for ${parts.join(", ") || "the caller"}.`;
}

function digitsText({ min, max, terminator, already }: NonNullable<Waiting["accepts"]["digits"]>): string {
  const [least, most] = [Math.max(0, min - already.length), max - already.length];
  const [one, more] = already === "" ? ["digit", "digits"] : ["more digit", "more digits"];
  const many = least === most ? count(most, one, more) : `${least} to ${count(most, one, more)}`;
  return terminator === undefined || terminator === "" ? many : `${many}, ended by ${terminator}`;
}

/** An unanswered question of a flow: `The flow asks 'CRM/Verify PIN' with {"pin":"1234"}, but no answer is defined.` */
export function questionText(question: NonNullable<Timeline["unanswered"]>["question"]): string {
  const name = question.asks === "transfer" ? question.to.name : question.name;
  const given = "inputs" in question ? ` with ${JSON.stringify(question.inputs)}` : "";
  const key = question.asks === "tableRow" && question.key !== undefined ? ` for "${question.key}"` : "";
  return `The flow asks '${name}'${given}${key}, but no answer is defined.`;
}
