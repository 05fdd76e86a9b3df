import { flowctl } from "./cli.ts";

await flowctl();
