/** The meaning of a shape: its colour in light and dark mode. */
type Kind = "plain" | "new" | "stale" | "other" | "quiet";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height?: number;
  /** The first line is bold. */
  readonly lines: readonly string[];
  readonly kind?: Kind;
}

interface Arrow {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly label?: string;
  /** The position of the label. Default: above the middle of the arrow. */
  readonly at?: readonly [number, number];
  readonly isDashed?: true;
}

const LINE = 17;

const STYLE = `<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2933 }
  .bold { font-weight: 600 }
  .small { font-size: 12px; fill: #52606d }
  rect { stroke: #7b8794; fill: #f5f7fa }
  .new { stroke: #2f855a; fill: #e6f6ec }
  .stale { stroke: #b7791f; fill: #fdf3dc }
  .other { stroke: #c53030; fill: #fdecec }
  .quiet { stroke-dasharray: 4 3; fill: none }
  line { stroke: #52606d; stroke-width: 1.5 }
  marker path { fill: #52606d }
  .dashed { stroke-dasharray: 5 4 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e7eb }
    .small { fill: #b4bcc6 }
    rect { stroke: #9aa5b1; fill: #27313c }
    .new { stroke: #68d391; fill: #1c3a2a }
    .stale { stroke: #f6c768; fill: #403318 }
    .other { stroke: #fc8181; fill: #432525 }
    .quiet { fill: none }
    line { stroke: #b4bcc6 }
    marker path { fill: #b4bcc6 }
  }
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>`;

/** A picture of boxes and arrows as SVG, readable on a light and a dark page. Lengths are in pixels. */
export class Drawing {
  readonly #shapes: string[] = [];
  readonly #size: readonly [number, number];
  readonly #title: string;

  /** @param title what the picture shows, for people who cannot see it */
  constructor({ size, title }: { size: readonly [number, number]; title: string }) {
    this.#size = size;
    this.#title = title;
  }

  box({ x, y, width, height, lines, kind = "plain" }: Box): this {
    const tall = height ?? lines.length * LINE + 14;
    this.#shapes.push(`<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${tall}" rx="6"/>`);
    for (const [at, line] of lines.entries())
      this.text({ x: x + 10, y: y + 20 + at * LINE, text: line, style: at === 0 ? "bold" : "small" });
    return this;
  }

  text({ x, y, text, style = "small" }: { x: number; y: number; text: string; style?: "bold" | "small" }): this {
    const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    this.#shapes.push(`<text class="${style}" x="${x}" y="${y}">${escaped}</text>`);
    return this;
  }

  arrow({ from: [x1, y1], to: [x2, y2], label, at, isDashed }: Arrow): this {
    const style = isDashed ? ' class="dashed"' : "";
    this.#shapes.push(`<line${style} x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" marker-end="url(#head)"/>`);
    const [x, y] = at ?? [(x1 + x2) / 2 + 8, (y1 + y2) / 2 - 6];
    return label === undefined ? this : this.text({ x, y, text: label });
  }

  toString(): string {
    const [width, height] = this.#size;
    const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`;
    return `${[head, `<title>${this.#title}</title>`, STYLE, ...this.#shapes, "</svg>"].join("\n")}\n`;
  }
}
