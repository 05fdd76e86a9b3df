// For `node --require`: prints the modules that a process loads, Node's own apart, at its end.
const { registerHooks } = require("node:module");

const loaded = new Set();
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith("file:")) loaded.add(url);
    return nextLoad(url, context);
  },
});
process.on("exit", () => process.stdout.write(`${JSON.stringify([...loaded])}\n`));
