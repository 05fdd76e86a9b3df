import { parseArchy, placeholders, substitute } from "@genesys-flows/architect";
import { takeExport } from "@genesys-flows/architect/edit";
import { type ScalarPlace, scalarPlaces } from "../../../packages/architect/edit/take/placeholder-values.ts";
import { offsetAsWritten } from "../../../packages/architect/edit/text-edits.ts";
import { Dice } from "../../e2e/faults/dice.ts";
import { describeCorpus, fittingValue, rawFiles } from "../corpus.ts";

/** Seed of the places; another one each day. */
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const EDITS = 3;
const MADE = 3;

interface File {
  readonly file: string;
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A text with placeholders in place of some of its values, and a comment above and behind one of them. */
function withMore({ file, text }: Pick<File, "file" | "text">, dice: Dice): File {
  const values: Record<string, string> = Object.fromEntries(
    placeholders(text, { file }).map(({ key }) => [key, fittingValue(key, text)]),
  );
  const { text: filled, filled: stretches, replaced } = substitute(text, values, { file });
  const free = scalarPlaces(filled).filter(
    (place) => isPlain(place, filled) && !stretches.some(({ from, to }) => from <= place.to && place.from <= to),
  );
  const chosen = new Set(Array.from({ length: Math.min(MADE, free.length) }, () => dice.one(free)));
  let made = text;
  for (const [index, place] of [...chosen].sort((a, b) => b.from - a.from).entries()) {
    const [from, to] = [place.from, place.to].map((offset) => offsetAsWritten(offset, replaced) as number) as [
      number,
      number,
    ];
    values[`TAKE_${index}`] = String(place.value);
    const line = made.lastIndexOf("\n", from - 1) + 1;
    const indent = /^ */.exec(made.slice(line))?.[0] ?? "";
    const raw = made.slice(from, to).replace(String(place.value), () => `{{TAKE_${index}}}`);
    const [above, behind] = index === 0 ? [`${indent}# above\n`, " # behind"] : ["", ""];
    made = `${made.slice(0, line)}${above}${made.slice(line, from)}${raw}${behind}${made.slice(to)}`;
  }
  return { file, text: made.replaceAll("\r\n", "\n"), values };
}

/** A text on one line that says something itself: no reference, no number, nothing that YAML would read otherwise. */
function isPlain({ at, value, path, from, to }: ScalarPlace, text: string): boolean {
  if (at !== "value" || typeof value !== "string" || path.length < 3) return false;
  if (/Ref$|^refId$|anguage|Types?$/.test(String(path.at(-1))) || path.includes("supportedLanguages")) return false;
  const raw = text.slice(from, to);
  return (
    /^[A-Za-z][\w .,-]*[A-Za-z]$/.test(value) &&
    /^["']?[A-Za-z]/.test(raw) &&
    raw.includes(value) &&
    /\n/.test(text.slice(to, to + 2))
  );
}

const files = rawFiles();

describeCorpus("an edit of a real export, taken", () => {
  const dice = new Dice(seed);
  const variants = files.map((one) => withMore(one, dice));

  test.each(variants.map((one) => [one.file, one] as const))("%s", (file, { text, values }) => {
    const { text: filled, filled: stretches, replaced } = substitute(text, values, { file });
    // The platform's text has no comments.
    const base = parseArchy(filled.replace(/^ *# above\n/m, "").replace(" # behind", ""), { file });
    const taken = (newer: string) => {
      const live = parseArchy(newer, { file });
      const result = takeExport({ file, text, values }, { base, live, isPublished: true });
      if (result.kind === "refused") throw new Error(result.reasons.join("\n"));
      return result;
    };
    expect(taken(filled)).toMatchObject({ text, placeholders: [], comments: [] });

    const free = scalarPlaces(filled).filter(
      (place) => isPlain(place, filled) && !stretches.some(({ from, to }) => from <= place.to && place.from <= to),
    );
    for (let edit = 0; edit < EDITS && free.length > 0; edit++) {
      const { from, to, value } = dice.one(free);
      const raw = filled.slice(from, to);
      const now = raw.replace(String(value), `${value} changed`);
      const at = offsetAsWritten(from, replaced) as number;
      const newer = taken(filled.slice(0, from) + now + filled.slice(to));
      expect(newer).toMatchObject({
        text: text.slice(0, at) + now + text.slice(at + raw.length),
        placeholders: [],
        comments: [],
      });
    }

    const own = stretches.filter(({ key }) => key.startsWith("TAKE_"));
    for (const { from, to, key } of own) {
      const newer = taken(`${filled.slice(0, from)}Another${filled.slice(to)}`);
      expect(newer.placeholders).toEqual([expect.objectContaining({ key, now: "Another" })]);
      expect(newer.text).toBe(text.replace(`{{${key}}}`, "Another"));
    }
  });
});
