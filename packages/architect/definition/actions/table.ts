import { audioShorthands } from "./audio.ts";
import { branchShorthands } from "./branches.ts";
import { controlShorthands } from "./control.ts";
import { dataShorthands } from "./data.ts";
import type { Shorthand } from "./shorthand.ts";
import { transferShorthands } from "./transfers.ts";
import { variableShorthands } from "./variables.ts";

/** Shorthands by action. Every other action of the action table is written with its Archy properties as plain keys. */
export const shorthands: ReadonlyMap<string, Shorthand> = new Map(
  [
    ...audioShorthands,
    ...branchShorthands,
    ...controlShorthands,
    ...dataShorthands,
    ...transferShorthands,
    ...variableShorthands,
  ].map((row) => [row.action, row]),
);
