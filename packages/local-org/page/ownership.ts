import { type Html, html } from "@genesys-flows/architect/html";
import type { FlowRow } from "../flows/flow-table.ts";

/** The resource and stack that manage a flow. */
interface Owner {
  readonly project: string;
  readonly stack: string;
  readonly key: string;
}

/** An ownership mark, as a line of a description. */
const MARK = /^managed by ([^/\s]+)\/([^/\s]+)\/(.+) [0-9a-f]{64}$/;

/** The owner of a flow, from the last ownership mark in its description; undefined for a flow that no stack manages. */
export function ownerOf({ description }: Pick<FlowRow, "description">): Owner | undefined {
  const mark = linesOf(description).findLast(isMark)?.trim();
  const [, project, stack, key] = MARK.exec(mark ?? "") ?? [];
  return project === undefined || stack === undefined || key === undefined ? undefined : { project, stack, key };
}

/** The owner as `flowctl verify` shows it: `<project>/<stack>`. */
export function stackText({ project, stack }: Owner): string {
  return `${project}/${stack}`;
}

/** The owner for a table cell. */
export function stackCell(flow: Pick<FlowRow, "description">): Html | undefined {
  const owner = ownerOf(flow);
  return owner && html`<span class="whole">${owner.project}/</span><wbr><span class="whole">${owner.stack}</span>`;
}

/** A description without marks; undefined if nothing remains. */
export function withoutMark(description: string | null | undefined): string | undefined {
  const others = linesOf(description).filter((line) => !isMark(line));
  return others.join("\n").trim() || undefined;
}

function linesOf(description: string | null | undefined): string[] {
  return (description ?? "").split(/\r?\n/);
}

function isMark(line: string): boolean {
  return MARK.test(line.trim());
}
