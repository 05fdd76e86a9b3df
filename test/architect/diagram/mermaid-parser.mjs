/**
 * Reads a JSON list of Mermaid texts from its input and prints the list of what the real parser says: null for a
 * diagram that it accepts and would draw, else the reason. A process of its own: Mermaid is made of ES modules, which
 * jest does not load as they are.
 */
import { text } from "node:stream/consumers";
import purify from "dompurify";

// What cleans labels wants a document; parsing needs none of it.
purify.addHook = () => {};
purify.sanitize = (dirty) => dirty;

const { default: mermaid } = await import("mermaid");
const { maxTextSize = 0 } = mermaid.mermaidAPI.getConfig();
const answers = [];
for (const diagram of JSON.parse(await text(process.stdin))) {
  if (diagram.length > maxTextSize) answers.push(`${diagram.length} characters are more than ${maxTextSize}`);
  else
    answers.push(
      await mermaid.parse(diagram).then(
        () => null,
        (error) => error.message,
      ),
    );
}
process.stdout.write(JSON.stringify(answers));
