import { compile, graphDifferences, lift, printArchy } from "@genesys-flows/architect";
import { load, moduleOf } from "./load.ts";

const outcomes = (name: string) =>
  ["pin-authentication", "common-error-handler"].map(moduleOf).find((module) => module?.name === name)?.outcome;

/** A flow that lifts to the graph that it was compiled from. */
export function flow(text: string) {
  const loaded = load(text);
  expect(graphDifferences(loaded.graph, lift(loaded.document, { contract: outcomes }))).toEqual([]);
  const again = compile({ graph: lift(loaded.document, { contract: outcomes }) }).document;
  expect(graphDifferences(loaded.graph, lift(again, { contract: outcomes }))).toEqual([]);
  return { ...loaded, text: printArchy(loaded.document) };
}
