import type { Rows } from "../semantics.ts";
import { audioRows } from "./audio.ts";
import { callRows } from "./calls.ts";
import { controlRows } from "./control.ts";
import { dataRows } from "./data.ts";
import { inputRows } from "./input.ts";
import { menuRows } from "./menus.ts";
import { noteRows } from "./notes.ts";
import { textRows } from "./texts.ts";
import { transferRows } from "./transfers.ts";

/**
 * The behaviour of each action. For an action that is not listed, the run asks the world, and stops if it has no
 * answer.
 */
export const semantics: Rows = {
  ...audioRows,
  ...callRows,
  ...controlRows,
  ...dataRows,
  ...inputRows,
  ...menuRows,
  ...noteRows,
  ...textRows,
  ...transferRows,
};
