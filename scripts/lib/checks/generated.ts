import { make } from "../generate/generator.ts";
import { generators } from "../generate/generators.ts";
import type { Check } from "./check.ts";

export const generated: Check = {
  name: "generated",
  title: "generated files are up to date",
  async run(set) {
    const all = await Promise.all(generators.map(async (each) => ({ ...each, made: await make(each, set) })));
    const stale = all.flatMap(({ made }) => ("missing" in made ? [] : made.differences));
    const unknown = all.flatMap(({ output, made }) =>
      "missing" in made ? [`not compared: ${output}. ${made.missing}`] : [],
    );
    return {
      outcome: stale.length > 0 ? "failed" : "ok",
      details: [...stale, "Run `npm run generate` and commit what it writes."].join("\n"),
      notes: unknown.join("\n"),
    };
  },
};
