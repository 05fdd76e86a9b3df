import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Report } from "@genesys-flows/report";
import { hostileReport, hostileTexts, longWord } from "../report/hostile.ts";
import { Scene, SHA } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await new Scene().start();
  scene.github.content.addPull(7, { sha: SHA });
  scene.event("workflow_run");
});
afterEach(() => scene.end());

test.each(Object.entries({ ...hostileTexts, "a word without end": longWord.slice(0, 40_000) }))(
  "%s in every text of a report stays text",
  async (_what, text) => {
    const hostile = hostileReport(text);
    scene.artefact({
      ...hostile,
      run: { ...hostile.run, kind: "preview", organisation: { embedded: true, id: text } },
    });
    const { code, out, err } = await scene.comment();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^Comments on pull request #7: \d+ created, 0 updated, 0 deleted\.\n$/);
    const bodies = scene.github.content.bodies(7);
    for (const body of bodies) {
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect(body.match(/^ *<!--/gm)).toHaveLength(2);
    }
    expect((await scene.comment()).out).toContain("0 created, 0 updated, 0 deleted");
  },
);

const recordings = globSync("test/report/scenarios/recordings/*/report.json", {
  cwd: path.resolve(import.meta.dirname, "../.."),
});

test("every recorded preview is shown", async () => {
  const refused: string[] = [];
  for (const file of recordings) {
    const text = readFileSync(path.resolve(import.meta.dirname, "../..", file), "utf8");
    if ((JSON.parse(text) as Report).run.kind !== "preview") continue;
    scene.artefact(text);
    const { code, err } = await scene.comment();
    if (code !== 0) refused.push(`${file}: ${err}`);
  }
  expect(recordings.length).toBeGreaterThan(20);
  expect(refused).toEqual([]);
});
