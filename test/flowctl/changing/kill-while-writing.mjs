// Ends the process by SIGKILL after it wrote the first file of a change.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { renameSync } = fs;
fs.renameSync = (from, to) => {
  renameSync(from, to);
  if (fs.existsSync(".genesys/unfinished-change.json")) process.kill(process.pid, "SIGKILL");
};
syncBuiltinESMExports();
