import { readRuns, traceFiles, tracesFolder } from "./recording.ts";
import { replay } from "./replay.ts";

jest.setTimeout(120_000);

const withTraffic = traceFiles.map((file) => [file, readRuns(file)] as const).filter(([, runs]) => runs.length > 0);

if (traceFiles.length === 0) {
  test.skip(`recorded traffic: skipped, since there is none in ${tracesFolder}`, () => {});
} else {
  describe("recorded traffic of the vendor's Terraform provider", () => {
    const table: { file: string; requests: number; faults: number; assertions: number }[] = [];
    afterAll(() => {
      const rows = table.map(({ file, ...numbers }) => `${file.padEnd(62)}${Object.values(numbers).map(pad).join("")}`);
      const sum = (key: "requests" | "faults" | "assertions") => table.reduce((all, row) => all + row[key], 0);
      const total = `${`${table.length} files`.padEnd(62)}${[sum("requests"), sum("faults"), sum("assertions")].map(pad).join("")}`;
      const head = `${"file".padEnd(62)}${["requests", "faults", "assertions"].map(pad).join("")}`;
      console.log([head, ...rows, total].join("\n"));
    });

    test.each(withTraffic)("%s", async (file, runs) => {
      const row = { file, requests: 0, faults: 0, assertions: 0 };
      const problems: string[] = [];
      for (const run of runs) {
        const result = await replay(run);
        row.requests += result.requests;
        row.faults += result.faults;
        row.assertions += result.assertions;
        problems.push(...result.problems);
      }
      table.push(row);
      expect(problems.slice(0, 20)).toEqual([]);
    });
  });
}

function pad(value: string | number): string {
  return String(value).padStart(12);
}
