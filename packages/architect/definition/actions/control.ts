import { z } from "zod";
import type { ArchyMap } from "../../archy/types.ts";
import { getText, isMap } from "../../archy/values.ts";
import { shortest } from "../plain-value.ts";
import { isDuration, isWrapped, toProperties, toProperty, toValue } from "../properties.ts";
import { count, duration, nodeId, variable } from "../vocabulary.ts";
import { bodies, type Shorthand } from "./shorthand.ts";

/**
 * `loop: {times: 3}`. Its output paths are `each` (an iteration) and `done`. A transition back to the loop starts the
 * next iteration.
 */
const loop: Shorthand = {
  action: "loop",
  schema: z
    .strictObject({
      times: count.describe("The maximum number of iterations: a whole number or an =expression"),
      index: variable
        .optional()
        .describe("The variable that counts the iterations, from 0. Default: a generated variable"),
    })
    .describe("Repeats the nodes that follow `each`. A transition back to the loop starts the next iteration"),
  toArchy(body, { node, localScope }) {
    const { times, index } = body as ArchyMap;
    return {
      currentIndex: { var: index ?? `${localScope}.${variableName(node.id)}Turn` },
      loopCount: toValue(times ?? null),
    };
  },
  toForms(node) {
    const { loopCount, currentIndex } = node.properties;
    const times = loopCount === undefined ? undefined : shortest(loopCount, toValue);
    const index = getText(currentIndex, "var");
    if (times === undefined) return [];
    return bodies({ times }, index === undefined ? undefined : { times, index });
  },
};

/** Converts a node's id to a variable name: `ask-for-pin` becomes `askForPin`. */
export function variableName(id: string): string {
  return id.replace(/[-_]+([A-Za-z0-9])?/g, (_, letter: string | undefined) => (letter ?? "").toUpperCase());
}

/** `callTask: NAME` calls a task of the file. Its output paths are the task's paths. */
const callTask: Shorthand = {
  action: "callTask",
  schema: z
    .union(
      [nodeId, z.looseObject({ targetTaskRef: z.string().describe("Archy's reference to the task") })],
      "expected the name of a task of this file",
    )
    .describe(
      "Calls a task of this file, by its key under `tasks`. The transitions are the task's paths and `default`",
    ),
  toArchy: (body) => (isMap(body) ? body : { targetTaskRef: body }),
  toForms: ({ properties: { targetTaskRef, ...rest } }) =>
    bodies(Object.keys(rest).length === 0 ? targetTaskRef : undefined),
};

/** `endTask: {}`, or `endTask: PATH` in a called task. PATH is an output path of the call. */
const endTask: Shorthand = {
  action: "endTask",
  schema: z
    .union([z.null(), z.string().min(1), z.looseObject({})], "expected no value, or a path of the task")
    .describe("Ends a flow without hanging up, or a called task with one of its paths: endTask: found"),
  toArchy: (body) => (isMap(body) ? body : body === null ? {} : { outputPath: { name: body } }),
  toForms: ({ properties: { outputPath, ...rest } }) =>
    bodies(Object.keys(rest).length === 0 ? getText(outputPath, "name") : undefined),
};

const wait: Shorthand = {
  action: "wait",
  schema: duration.or(z.looseObject({})).describe("Waits: {minutes: 5}"),
  toArchy: (body) =>
    isMap(body) && !isWrapped(body) && !isDuration(body)
      ? toProperties("wait", body)
      : { duration: toProperty("wait", "duration", body) },
  toForms({ properties: { duration: length } }) {
    return bodies(length === undefined ? undefined : shortest(length, toValue));
  },
};

export const controlShorthands: readonly Shorthand[] = [loop, callTask, endTask, wait];
