import { writeFileSync } from "node:fs";
import path from "node:path";
import { installation } from "../folders.ts";
import { projectLicences } from "./project-licences.ts";

writeFileSync(path.join(installation, "docs", "licences.md"), projectLicences());
