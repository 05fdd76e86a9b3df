import { dependencies } from "./dependencies/service.ts";
import { flows } from "./flows/service.ts";
import { page } from "./page/service.ts";
import type { Service } from "./service.ts";
import { coreServices } from "./services/core.ts";

/** All services of the organisation. Seeds run in this order: what is named comes before what names it. */
export const services: readonly Service[] = [...coreServices, flows, dependencies, page];
