/**
 * Reads a JSON list of Mermaid texts from its input and prints the list of what the real parser says: null for a
 * diagram that it accepts and would draw, else the reason. A process of its own: Mermaid is a script for pages, which sets
 * global names.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { runInThisContext } from "node:vm";

// What cleans labels wants a document; parsing needs none of it. In this one it leaves them as they are.
globalThis.window = { document: { nodeType: 9, createElement() {} }, Element: class {} };
const mermaid = runInThisContext(readFileSync(createRequire(import.meta.url).resolve("@mermaid-js/tiny"), "utf8"));
const { maxTextSize = 0 } = mermaid.mermaidAPI.getConfig();
const answers = [];
for (const diagram of JSON.parse(await text(process.stdin))) {
  if (diagram.length > maxTextSize) answers.push(`${diagram.length} characters are more than ${maxTextSize}`);
  else
    answers.push(
      await mermaid.parse(diagram).then(
        () => null,
        (/** @type {Error} */ error) => error.message,
      ),
    );
}
process.stdout.write(JSON.stringify(answers));
