import { continueOnNode24 } from "./lib/bootstrap.mjs";

await continueOnNode24("promote");
