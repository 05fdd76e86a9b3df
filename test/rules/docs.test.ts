import { readdirSync } from "node:fs";
import { isDefinition } from "@genesys-flows/architect";
import { rules } from "@genesys-flows/rules";
import { findingsIn } from "@genesys-flows/rules/testing";
import { pageFiles } from "../docs/page-files.ts";
import { inCheckout } from "../harness/checkout.ts";

const pages = ["flow-files.md", ...readdirSync(inCheckout("docs/scenarios")).map((name) => `scenarios/${name}`)].filter(
  (name) => name.endsWith(".md"),
);

const flows = pages.flatMap((page) => {
  const texts = Object.entries(pageFiles(page).flows).filter(([, text]) => isDefinition(text));
  const modules = Object.fromEntries(
    texts
      .filter(([, text]) => /^commonModule:/m.test(text))
      .map(([file, text]) => [file.replace(/^.*\/|\.yaml$/g, ""), text]),
  );
  return texts.map(([file, text]) => ({ page, file, text, modules }));
});

test.each(flows)("$page: $file keeps every rule at its strictest", ({ text, modules }) => {
  for (const rule of rules) expect(findingsIn({ text, modules }, rule)).toEqual([]);
});
