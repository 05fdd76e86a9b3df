export { seed } from "./org/seed.ts";
export { serve } from "./org/serve.ts";
