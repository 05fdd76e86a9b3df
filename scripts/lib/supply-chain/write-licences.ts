import { writeFileSync } from "node:fs";
import path from "node:path";
import { installation } from "../system/folders.ts";
import { projectLicences } from "./licences.ts";

writeFileSync(path.join(installation, "docs", "licences.md"), projectLicences());
