import { htmlReport, markdownReport, textReport } from "@genesys-flows/report";
import { emptyReport, flowReport } from "./sample.ts";

const report = emptyReport({ flows: [flowReport({ action: "publish", owner: "Voice team" })] });

test.each([
  ["text", textReport(report), ", owner Voice team\n"],
  ["Markdown", markdownReport(report).join(""), "owner `Voice team`"],
  ["HTML", htmlReport(report), "<li>owner Voice team</li>"],
])("the %s names the owner of a flow", (_, form, shown) => {
  expect(form).toContain(shown);
});
