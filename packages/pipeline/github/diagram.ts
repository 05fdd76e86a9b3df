const LABEL = /"(?:[\p{L}\p{N} .,:?!()+*/=_'~-]|#\d{1,7};|<br\/>)*"/u.source;
const ID = /[A-Za-z0-9_]+/.source;
const SHAPE = `(?:\\[${LABEL}\\]|\\(${LABEL}\\)|\\(\\[${LABEL}\\]\\)|\\{${LABEL}\\}|\\{\\{${LABEL}\\}\\}|\\[\\[${LABEL}\\]\\]|\\(\\(${LABEL}\\)\\))`;
const STYLE = /[a-z-]+:[#a-z0-9 ]+(?:,[a-z-]+:[#a-z0-9 ]+)*/.source;

/** The lines that the diagrams of a report consist of (`packages/architect/diagram`); no others are drawn. */
const LINES = new RegExp(
  `^(?:flowchart TD| *(?:${[
    `${ID}${SHAPE}`,
    `${ID} (?:-->|==>|-\\.->)(?:\\|${LABEL}\\|)? ${ID}`,
    `subgraph ${ID} \\[${LABEL}\\]`,
    "direction LR",
    "end",
    `classDef ${ID} ${STYLE}`,
    `class ${ID}(?:,${ID})* ${ID}`,
    `linkStyle \\d+(?:,\\d+)* ${STYLE}`,
    "",
  ].join("|")}))$`,
  "u",
);

const LONGEST_LINE = 5_000;

/**
 * The first line of a diagram that no diagram of a report has: Mermaid also knows links, pictures and settings, which would act in
 * the browser of whoever reads it. Undefined where there is none.
 */
export function foreignLine(diagram: string): string | undefined {
  return diagram.split("\n").find((line) => line.length > LONGEST_LINE || !LINES.test(line));
}
