// The effects of a change that callers notice.
export {
  type BeginsAt,
  type ChangedFlow,
  type NoticeBounds,
  type Noticed,
  type NoticedCause,
  noticed,
} from "./noticed.ts";
export { type PlayedPair, type PlayedRow, type PlayedStep, sideBySide } from "./side-by-side.ts";
export { answersIn } from "./written.ts";
