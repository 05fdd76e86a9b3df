import { corpusFiles } from "../../architect/corpus.ts";
import { type MistakeKind, type Mutation, mistakeKinds } from "../../architect/mutations/edits.ts";
import { mutationsOfExport } from "../../architect/mutations/of-exports.ts";
import { differing, type Judged, known } from "./disagreements.ts";
import { added, kernelRemarks, organisationRemarks, type Verdict, verdictOf } from "./verdict.ts";

/** How many exports are changed, and how often each mistake is made in one of them. */
const EXPORTS = 30;
const TIMES = 4;

/** A message names a property, not the `exp` or `lit` below it: in block style that is the line above. */
const KEY_ABOVE = 1;

interface Attention {
  /** The least that the organisation says of it. */
  readonly verdict: Verdict;
  /** Why it is silent about some. */
  readonly silent?: string;
  /** Why its remark is not at the mistake in some. */
  readonly elsewhere?: string;
}

const UNJUDGED = "The organisation does not judge these values yet.";

const ATTENTION: Readonly<Record<MistakeKind, Attention>> = {
  "dangling start": { verdict: "refuses" },
  "duplicate refId": {
    verdict: "refuses",
    elsewhere: "Both parts have one address then, and the first of them is at it.",
  },
  "jump to a missing task": { verdict: "refuses" },
  "bad expression": { verdict: "refuses" },
  "wrong scope": { verdict: "refuses" },
  "undeclared variable": { verdict: "refuses" },
  "misspelt action": { verdict: "refuses" },
  "text as condition": { verdict: "refuses" },
  "wrong output path": {
    verdict: "refuses",
    silent: "The SDK does not list all output paths of actions that ask people something.",
  },
  "missing property": { verdict: "warns", silent: "A part that is put together from a file has its properties there." },
  "unknown property": {
    verdict: "refuses",
    silent: "No file shows the action, so that its properties are not known.",
    elsewhere: "Of such an action a property is missing then, which is at the action.",
  },
  "unknown root key": { verdict: "refuses" },
  "misspelt function": { verdict: "refuses" },
  "unknown function": { verdict: "refuses" },
  "misspelt built-in": { verdict: "silent", silent: UNJUDGED },
  "number of arguments": { verdict: "refuses" },
  "type of an argument": { verdict: "silent", silent: UNJUDGED },
  "word of no list": { verdict: "silent", silent: UNJUDGED },
  "type of a value": { verdict: "silent", silent: UNJUDGED },
  "type of an output": { verdict: "silent", silent: UNJUDGED },
  "unreachable node": {
    verdict: "silent",
    silent: "No source shows that the platform reports an action behind one that ends the flow.",
  },
};

const RANK: readonly Verdict[] = ["silent", "warns", "refuses"];

interface Made {
  readonly file: string;
  readonly mutation: Mutation;
  readonly kernel: Verdict;
  readonly organisation: Verdict;
  /** The organisation's remarks are at the mistake; true where it has none. */
  readonly placed: boolean;
}

const standIn = (key: string): string =>
  /division/i.test(key) ? "Home" : key.replace(/\W+/g, "_").replace(/^(?=\d)/, "x");
const corpus = corpusFiles(standIn).filter(({ text }) => mutationsOfExport(text).length > 0);

function made(): Made[] {
  return corpus.slice(0, EXPORTS * 2).flatMap(({ file, text }, index) => {
    if (index % 2 === 1) return [];
    const before = { kernel: kernelRemarks(text), organisation: organisationRemarks(text) };
    const times = new Map<MistakeKind, number>();
    return mutationsOfExport(text)
      .filter(({ kind }) => {
        times.set(kind, (times.get(kind) ?? 0) + 1);
        return (times.get(kind) as number) <= TIMES;
      })
      .map((mutation): Made => {
        const changed = mutation.text();
        const organisation = added(before.organisation, organisationRemarks(changed));
        const { from, to } = mutation.lines;
        return {
          file,
          mutation,
          kernel: verdictOf(added(before.kernel, kernelRemarks(changed))),
          organisation: verdictOf(organisation),
          placed:
            organisation.length === 0 ||
            organisation.some(({ line }) => line !== undefined && line >= from - KEY_ABOVE && line <= to),
        };
      });
  });
}

if (corpus.length === 0) {
  test.skip("mistakes in real flow files: skipped, since there are none here", () => {});
} else {
  describe(`single mistakes in ${EXPORTS} real flow files`, () => {
    let all: Made[];
    beforeAll(() => {
      all = made();
    });

    test.each(mistakeKinds)("%s: the organisation's verdict, and its place", (kind) => {
      const those = all.filter(({ mutation }) => mutation.kind === kind);
      const { verdict, silent, elsewhere } = ATTENTION[kind];
      const named = (entry: Made) => `${entry.file}: ${entry.mutation.what} (line ${entry.mutation.lines.from})`;
      expect(those.length).toBeGreaterThan(0);
      const less = those.filter(({ organisation }) => RANK.indexOf(organisation) < RANK.indexOf(verdict));
      const unexplained = less.filter(({ organisation }) => organisation !== "silent" || silent === undefined);
      expect(unexplained.map(named)).toEqual([]);
      expect(less.length).toBeLessThan(those.length / 2);
      const astray = those.filter(({ placed }) => !placed);
      expect(elsewhere === undefined ? astray.map(named) : []).toEqual([]);
      if (kind !== "duplicate refId") expect(astray.length).toBeLessThan(those.length / 10);
    });

    test("kernel and organisation refuse the same, except what is listed", () => {
      const judged = all.map(
        ({ file, mutation, kernel, organisation }): Judged => ({
          what: mutation.kind,
          where: `${file}: ${mutation.what}`,
          kernel,
          organisation,
        }),
      );
      expect(differing(judged).filter((entry) => !known(entry))).toEqual([]);
    });
  });
}
