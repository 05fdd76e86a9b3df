/** What the first line of a comment says to programs. */
export interface CommentMarker {
  readonly stack: string;
  /** From 1. */
  readonly part: number;
  readonly of: number;
}

/** Pulumi's own limit of a stack's name; a longer one is cut. */
const LONGEST_STACK = 100;

/** The marker of a comment, which readers do not see: `<!-- genesys-flows:report stack=dev part=1/3 -->`. */
export function commentMarker({ stack, part, of }: CommentMarker): string {
  return `<!-- genesys-flows:report stack=${markerName(stack)} part=${part}/${of} -->`;
}

/**
 * The marker of a comment, to find the comments of a stack again: the stack as `markerName` gives it. Undefined for any other text:
 * a marker counts at the beginning alone, where no text of a flow can be.
 */
export function readCommentMarker(comment: string): CommentMarker | undefined {
  const found = /^<!-- genesys-flows:report stack=(\S*) part=(\d{1,6})\/(\d{1,6}) -->/.exec(comment);
  return found ? { stack: found[1] as string, part: Number(found[2]), of: Number(found[3]) } : undefined;
}

/** A stack's name as a marker has it. */
export function markerName(stack: string): string {
  const name = encodeURIComponent(stack.toWellFormed()).replaceAll("--", "-%2D");
  return name.slice(0, 3 * LONGEST_STACK);
}
