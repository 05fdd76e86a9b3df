const MARK = /(?:^|\n)managed by (\S+) [0-9a-f]{64}\s*$/;

/** Which resource of which stack manages a flow, `<project>/<stack>/<key>`, by the last line of its description. */
export function managedBy(description: string | null | undefined): string | undefined {
  return MARK.exec(description ?? "")?.[1];
}

/** The stack that manages a flow. */
export function stackOf(description: string | null | undefined): string | undefined {
  return managedBy(description)?.split("/")[1];
}

/** The description without that line; undefined when nothing else is in it. */
export function withoutMark(description: string | null | undefined): string | undefined {
  return description?.replace(MARK, "").trim() || undefined;
}
