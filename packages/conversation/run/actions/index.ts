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

/** The behaviour of each action. An action that is not listed is answered by the world, or the run stops there. */
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
