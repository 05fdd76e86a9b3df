import { freeName } from "../name-map.ts";
import { printableLine } from "../printable.ts";

/**
 * Text as a Mermaid label: in quotes, with Mermaid and HTML markup written as entities, and control characters escaped.
 */
export function label(...lines: readonly string[]): string {
  return `"${lines
    .filter((line) => line !== "")
    .map(escaped)
    .join("<br/>")}"`;
}

// A line that looks like a list item would be Markdown, which Mermaid refuses to draw.
const LIST = /^(\d+|)([.)*+-])(?=\s|$)/;
const MARKUP = /[^\p{L}\p{N} .,:?!()+*/=_'-]/gu;

function escaped(text: string): string {
  const entity = (character: string) => `#${character.codePointAt(0)};`;
  const marked = printableLine(text.replace(/\s+/g, " ").trim()).replace(MARKUP, entity);
  return marked.replace(LIST, (_, number: string, sign: string) => number + entity(sign));
}

/** Text truncated to a length, with an ellipsis. */
export function cut(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const kept = characters.slice(0, length - 1).join("");
  return `${kept.trimEnd()}…`;
}

export type Shape = "box" | "round" | "stadium" | "diamond" | "hexagon" | "subroutine" | "circle";

const brackets: Readonly<Record<Shape, readonly [string, string]>> = {
  box: ["[", "]"],
  round: ["(", ")"],
  stadium: ["([", "])"],
  diamond: ["{", "}"],
  hexagon: ["{{", "}}"],
  subroutine: ["[[", "]]"],
  circle: ["((", "))"],
};

export function shaped(id: string, shape: Shape, text: string): string {
  const [open, close] = brackets[shape];
  return `${id}${open}${text}${close}`;
}

/** Makes Mermaid ids from names, so that adding or removing a node changes only its own lines. */
export class MermaidIds {
  readonly #known = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(kind: string, name: string): string {
    const key = `${kind} ${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const wanted = `${kind}_${name.replaceAll(/[^A-Za-z0-9]+/g, "_")}`;
    const id = freeName(wanted, (one) => this.#taken.has(one), "_");
    this.#taken.add(id);
    this.#known.set(key, id);
    return id;
  }
}

export interface DiagramLimits {
  readonly text: number;
  readonly edges: number;
}

/**
 * The limits on GitHub, which are Mermaid's own defaults (`maxTextSize`, `maxEdges`). The length of the text and the
 * number of edges must stay below these limits.
 */
export const GITHUB_LIMITS: DiagramLimits = { text: 50_000, edges: 500 };

const EDGE = / (-->|-\.->|==>|-\. )/;

/** Whether a renderer with these limits draws a diagram. */
export function fits(diagram: string, limits: DiagramLimits = GITHUB_LIMITS): boolean {
  if (diagram.length >= limits.text) return false;
  return diagram.split("\n").filter((line) => EDGE.test(line)).length < limits.edges;
}
