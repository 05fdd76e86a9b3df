import { collectInput, playAudio, sendAutoReply, sendResponse } from "./audio.ts";
import { callTask, decision, endTask, evaluateScheduleGroup, loop, switchCases } from "./control.ts";
import {
  callData,
  callDataSecure,
  dataTableLookup,
  getParticipantData,
  setParticipantData,
  updateData,
  wait,
} from "./data.ts";
import type { Shorthand } from "./shorthand.ts";
import { disconnect, transferToAcd, transferToFlow, transferToFlowSecure } from "./transfers.ts";

const rows: readonly Shorthand[] = [
  callData,
  callDataSecure,
  callTask,
  collectInput,
  dataTableLookup,
  decision,
  disconnect,
  endTask,
  evaluateScheduleGroup,
  getParticipantData,
  loop,
  playAudio,
  sendAutoReply,
  sendResponse,
  setParticipantData,
  switchCases,
  transferToAcd,
  transferToFlow,
  transferToFlowSecure,
  updateData,
  wait,
];

/** Shorthands by action. Every other action of the action table is written with its Archy properties as plain keys. */
export const shorthands: ReadonlyMap<string, Shorthand> = new Map(rows.map((row) => [row.action, row]));
