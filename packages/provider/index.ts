export { createProvider } from "./provider.ts";
export { providerSchema } from "./schema.ts";
