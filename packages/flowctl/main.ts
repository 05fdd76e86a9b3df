import { run } from "./run.ts";

process.exitCode = await run(process.argv.slice(2), {
  root: process.cwd(),
  colour: process.stderr.hasColors?.() === true && process.stdout.hasColors?.() === true && !process.env["NO_COLOR"],
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
