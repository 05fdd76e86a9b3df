import { providerSchema } from "./schema/provider-schema.ts";

process.stdout.write(`${JSON.stringify(providerSchema(), null, 2)}\n`);
