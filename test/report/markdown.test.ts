import { printable } from "@genesys-flows/architect";
import { commentMarker, markdownReport, markerName, type Report, readCommentMarker } from "@genesys-flows/report";
import { commentLength, GITHUB_COMMENT_LIMIT } from "../../packages/report/forms/markdown/comments.ts";
import { mermaidSays } from "../harness/mermaid.ts";
import {
  active,
  diagramsOf,
  type GithubPage,
  githubPages,
  nodesOf,
  pageText,
  skeleton,
  type TreeNode,
} from "./github-page.ts";
import { hostileReport, hostileTexts, longWord } from "./hostile.ts";
import { largeReport } from "./large.ts";
import { emptyReport, flowReport, moduleChange } from "./sample.ts";

jest.setTimeout(120_000);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\ufeff]/;

/** Comments that GitHub takes: within its limit, each with its marker, whole in themselves. */
function pagesOf(comments: readonly string[], { areApart = false } = {}): GithubPage[] {
  comments.forEach((comment, index) => {
    const part = areApart ? { part: 1, of: 1 } : { part: index + 1, of: comments.length };
    expect(commentLength(comment)).toBeLessThanOrEqual(GITHUB_COMMENT_LIMIT);
    expect(readCommentMarker(comment)).toEqual({ stack: "dev", ...part });
  });
  const pages = githubPages(comments);
  for (const { tree } of pages) {
    const html = [...nodesOf(tree)].flatMap(({ node }) => (node.type === "html" ? [node.value ?? ""] : [])).join("");
    expect(html.split("</details>")).toHaveLength(html.split("<details>").length);
  }
  return pages;
}

const words = (comments: readonly GithubPage[]) => comments.map(({ page }) => pageText(page));

test("a change of a module is one comment whose texts are open to read", () => {
  const comments = markdownReport(moduleChange());
  expect(comments).toHaveLength(1);
  expect(comments[0]).toMatchInlineSnapshot(`
    "<!-- genesys-flows:report stack=dev part=1/1 -->
    ### Preview of \`dev\`

    **1 module and 2 flows will be published, nothing deleted.**

    embedded organisation · reaches 3 published flows and 3 numbers · About 16 requests and 3 s.

    #### Changed flows

    **\`PIN authentication\`** · module · 1.0 -\\> 2.0

    - own change, file \`flows/modules/pin-authentication.yaml\`
    - reached by \`+13175550100\`, \`+13175550101\`, \`+13175550110\`
    - called by \`Sales\`, \`Support\`
    - \`~\` ask says: "Please enter your four-digit PIN." \\-\\> "Please enter your four-digit PIN, followed by the pound key." · \`flows/modules/pin-authentication.yaml:17\`

    <details><summary>Diagram</summary>

    \`\`\`mermaid
    flowchart TD
      start(["PIN authentication"])
      n_ask[["~ ask<br/>collectInput"]]
      start --> n_ask
    \`\`\`

    </details>

    #### Republished callers

    Each holds \`PIN authentication\` \`1.0\` -\\> \`2.0\`

    - \`Sales\` \`1.0\` -\\> \`2.0\`, reached by \`+13175550100\`, \`+13175550101\`
    - \`Support\` \`1.0\` -\\> \`2.0\`, reached by \`+13175550110\`

    <details><summary>Not touched: 2 flows</summary>

    \`Claims\`, \`Common error handler\`

    </details>
    "
  `);
  const [page] = pagesOf(comments);
  const folded = [...nodesOf((page as GithubPage).page)].filter(
    ({ node, above }) =>
      node.type === "text" && above.some(({ tagName }) => tagName === "details") && /PIN\./.test(node.value ?? ""),
  );
  expect(folded).toEqual([]);
});

test("a report without changes says so", () => {
  const [comment, ...more] = markdownReport(emptyReport());
  expect(more).toEqual([]);
  expect(comment).toContain("Nothing will change.");
});

test("what blocks comes before everything else", () => {
  const report = {
    ...moduleChange(),
    findings: largeReport({ ...none, findings: 2 }).findings,
  };
  const [text = ""] = words(pagesOf(markdownReport(report)));
  const order = ["Blocked", "Blocks the update", "M000X", "Changed flows", "Republished", "M001X", "Not touched"];
  const places = order.map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("a flow that is not published keeps its changes, interface, diagram and users", () => {
  const [changed] = moduleChange().flows;
  const flows = (["held", "republish", "delete"] as const).map((action) =>
    flowReport({
      ...changed,
      key: action,
      name: `Flow ${action}`,
      action,
      usedBy: [{ key: "user", name: `User of ${action}` }],
    }),
  );
  const [page] = pagesOf(markdownReport(emptyReport({ flows })));
  const text = pageText(page?.page as TreeNode);
  for (const { name, changes, usedBy } of flows) {
    for (const part of [name, usedBy?.[0]?.name as string]) expect(text.split(part)).toHaveLength(2);
    expect(text).toContain(changes[0]?.text);
  }
  expect(diagramsOf(page?.tree as TreeNode)).toHaveLength(3);
});

const none = { flows: 0, changes: 0, callers: 0, findings: 0, nodes: 0 };

describe("300 changed flows", () => {
  const report = largeReport({
    flows: 300,
    changes: 12,
    callers: 300,
    findings: 200,
    nodes: 60,
  });
  const comments = markdownReport(report);
  const pages = pagesOf(comments);

  test("are in several comments, each flow as a whole in one of them", () => {
    expect(comments.length).toBeGreaterThan(10);
    const texts = words(pages);
    for (const { name } of report.flows) {
      expect(texts.map((text) => text.split(name).length - 1).filter((times) => times > 0)).toEqual([1]);
    }
    for (const flow of report.flows) {
      const home = texts.findIndex((text) => text.includes(flow.name));
      for (const { text } of flow.changes) {
        expect(texts.flatMap((one, index) => (one.includes(text) ? [index] : []))).toEqual([home]);
      }
    }
  });

  test("lose no finding, number or diagram, and Mermaid draws each diagram", () => {
    const text = words(pages).join("\n");
    const expected = [
      ...report.findings.map(({ message }) => message),
      ...report.flows.flatMap(({ numbers }) => numbers),
    ];
    expect(expected.filter((one) => text.split(one).length !== 2)).toEqual([]);
    const diagrams = pages.flatMap(({ tree }) => diagramsOf(tree));
    expect(diagrams.toSorted()).toEqual(report.flows.flatMap(({ diagram }) => diagram?.trimEnd() ?? []).toSorted());
    expect(mermaidSays(diagrams).filter((answer) => answer !== null)).toEqual([]);
  });

  test("have no more diagrams in a comment than a browser draws at once", () => {
    const small = largeReport({
      flows: 300,
      changes: 1,
      callers: 0,
      findings: 0,
      nodes: 2,
    });
    const most = Math.max(...pagesOf(markdownReport(small)).map(({ tree }) => diagramsOf(tree).length));
    expect(most).toBe(25);
  });
});

describe("a flow that is larger than a comment", () => {
  test("is split at its changes, and says so", () => {
    const report = largeReport({ ...none, flows: 1, changes: 900 });
    const pages = pagesOf(markdownReport(report));
    const texts = words(pages);
    expect(texts.length).toBeGreaterThan(1);
    for (const { text } of report.flows[0]?.changes ?? []) {
      expect(texts.filter((one) => one.includes(text))).toHaveLength(1);
    }
    expect(texts.slice(1).filter((text) => !/F000X.*\(continued\)/.test(text))).toEqual([]);
  });

  test("is split within a text that is larger", () => {
    const numbered = Array.from({ length: 30_000 }, (_, index) => `w${index}w`);
    const text = `ask says: ${numbered.join(" ")}`;
    const flow = flowReport({
      action: "publish",
      changes: [{ sign: "~", text }],
    });
    const texts = words(pagesOf(markdownReport(emptyReport({ flows: [flow] }))));
    expect(texts.length).toBeGreaterThan(2);
    const found = texts.flatMap((one) => one.match(/\bw\d+w\b/g) ?? []);
    expect(found).toEqual(numbered);
    expect(texts[0]).toMatch(/\(continues\)/);
    expect(texts[1]).toMatch(/\(continued\) w\d+w/);
  });
});

describe("a word of 100,000 characters", () => {
  const count = (text: string) => text.split("ж").length - 1;
  const whole = markdownReport(hostileReport(longWord));
  const pages = pagesOf(whole);

  test("is never cut, wherever it is", () => {
    const expected = count(JSON.stringify(modelShown(hostileReport(longWord))));
    const found = words(pages).reduce((sum, text) => sum + count(text), 0);
    // Names of flows are in titles too, shortened to a hundred characters.
    expect(found).toBeGreaterThanOrEqual(expected);
    expect(found - expected).toBeLessThan(200 * whole.length);
  });
});

/**
 * What of a model Markdown shows: of a flow the name, of a change the sentence or its long values, of an interface the sentence, of an object the noun, of
 * its details and of opening hours the sentences. Recordings play in the page alone; of a conversation, each line is shortened.
 */
function modelShown({ run, flows, objects, reach: _, ...report }: Report): unknown {
  const shown = flows.map(({ changes, interface: contract, ...flow }) => ({
    ...flow,
    changes: changes.map(({ text, values, place }) =>
      values?.label ? { ...values, file: place?.file } : { text, file: place?.file },
    ),
    interface: contract && { ...contract, changes: contract.changes.map(({ text }) => text) },
  }));
  const nouns = objects.map(({ type: _type, ...object }) => object);
  const inSentences = new Set(["key", "group", "recordings", "played"]);
  const withoutKeys = (key: string, value: unknown) => {
    if (key === "details") return (value as readonly { readonly text: string }[]).map(({ text }) => text);
    if (key === "hours") return (value as Report["hours"])?.map(({ numbers: _, ...story }) => story);
    return inSentences.has(key) ? undefined : value;
  };
  return JSON.parse(
    JSON.stringify({ ...report, flows: shown, objects: nouns, run: { ...run, project: "" } }, withoutKeys),
  );
}

describe("hostile texts", () => {
  const names = Object.keys(hostileTexts);
  const texts = ["plain", ...names.map((name) => hostileTexts[name] as string)];
  const comments = texts.map((text) => markdownReport(hostileReport(text)));
  const [expected, ...pages] = pagesOf(
    comments.map(([comment = ""]) => comment),
    { areApart: true },
  );

  test("are in one comment each", () => {
    expect(comments.filter((one) => one.length > 1)).toEqual([]);
    expect(comments.flat().filter((comment) => CONTROLS.test(comment))).toEqual([]);
  });

  test.each(names)("%s", (name) => {
    const { page } = pages[names.indexOf(name)] as GithubPage;
    expect(skeleton(page)).toBe(skeleton(expected?.page as TreeNode));
    expect(active(page)).toEqual([]);
    const [first = ""] = printable(hostileTexts[name] as string).split("\n");
    expect(unescaped(pageText(page))).toContain(unescaped(first));
  });

  test("leave each diagram to Mermaid", () => {
    const diagrams = pages.flatMap(({ tree }) => diagramsOf(tree));
    expect(mermaidSays(diagrams)).toEqual(names.map(() => null));
  });
});

/** Line starts that are commands to a CI, and tabs, are escaped in more places than one. */
function unescaped(text: string): string {
  return text.replaceAll("\\u{3a}", ":").replaceAll("\\u{23}", "#");
}

describe("the marker of a comment", () => {
  test("gives stack and part back, and counts at the beginning alone", () => {
    const marker = { stack: "dev", part: 2, of: 3 };
    expect(commentMarker(marker)).toBe("<!-- genesys-flows:report stack=dev part=2/3 -->");
    expect(readCommentMarker(`${commentMarker(marker)}\n### x`)).toEqual(marker);
    expect(readCommentMarker(`x ${commentMarker(marker)}`)).toBeUndefined();
    expect(readCommentMarker("")).toBeUndefined();
  });

  test.each(["--> x", "a b part=9/9", "a--b\n", "\ud83d", "x".repeat(100_000)])("stays a comment: %j", (stack) => {
    const marker = commentMarker({ stack, part: 1, of: 1 });
    expect(marker.slice(4, -3)).not.toMatch(/--|>|\n/);
    expect(readCommentMarker(marker)).toEqual({
      stack: markerName(stack),
      part: 1,
      of: 1,
    });
    const [page] = githubPages([marker]);
    expect(page?.tree.children?.map(({ type, value }) => [type, value])).toEqual([["html", marker]]);
  });
});
