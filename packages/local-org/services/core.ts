import type { Service } from "../service.ts";
import { oauth } from "./oauth.ts";
import { organisation } from "./organisation.ts";

/** Everything but flows. */
export const coreServices: readonly Service[] = [organisation, oauth];
