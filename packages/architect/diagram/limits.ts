/** What a Mermaid renderer takes. */
export interface DiagramLimits {
  /** Most characters of the text. */
  readonly text: number;
  /** Most edges. */
  readonly edges: number;
}

/** Mermaid's own defaults (`maxTextSize`, `maxEdges`), which GitHub keeps; a text or a number of edges must stay below. */
export const GITHUB_LIMITS: DiagramLimits = { text: 50_000, edges: 500 };

const EDGE = / (-->|-\.->|==>|-\. )/;

/** Whether a renderer with these limits draws a diagram. */
export function fits(diagram: string, limits: DiagramLimits = GITHUB_LIMITS): boolean {
  if (diagram.length >= limits.text) return false;
  return diagram.split("\n").filter((line) => EDGE.test(line)).length < limits.edges;
}
