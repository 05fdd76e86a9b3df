import type { Timeline } from "@genesys-flows/conversation/call";
import type { Given } from "@genesys-flows/conversation/script";

type Unanswered = NonNullable<Timeline["unanswered"]>["question"];

/** A user's answer: an output path and the outputs by name. */
export interface Answer {
  readonly path: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Adds an answer to an unanswered question. */
export function withAnswer(given: Given, question: Unanswered, { path, outputs }: Answer): Given {
  const added = (group: keyof Given, name: string, value: unknown): Given => ({
    ...given,
    [group]: { ...(given[group] as object | undefined), [name]: value },
  });
  const has = Object.keys(outputs).length > 0;
  switch (question.asks) {
    case "dataAction": {
      // The flow may call the action again with different inputs.
      const before = given.dataActions?.[question.name];
      const otherwise = Array.isArray(before) ? before.at(-1) : before;
      const answer = path === "success" ? { outputs } : { [path]: has ? outputs : true };
      return added("dataActions", question.name, { when: question.inputs, ...answer, ...(otherwise && { otherwise }) });
    }
    case "tableRow": {
      if (path === "failure") return added("tables", question.name, path);
      const rows = given.tables?.[question.name];
      const row = path === "found" ? { [question.key ?? ""]: outputs } : {};
      return added("tables", question.name, { ...(typeof rows === "object" && rows), ...row });
    }
    case "scheduleGroup":
    case "schedule":
    case "emergencyGroup":
      return added("hours", question.name, path);
    case "unknown":
    case "send":
      return added("actions", question.name, has ? { path, outputs } : path);
    // These questions always have an answer.
    case "object":
    case "transfer":
      return given;
  }
}

/**
 * Converts a written value to its type, such as `true` or `12`. JSON for a collection is parsed; anything else is a
 * string.
 */
export function typedValue(written: string, type: string | undefined): unknown {
  const isText = type === undefined || type === "string";
  if (isText && !/^[[{]/.test(written)) return written;
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return written;
  }
}
