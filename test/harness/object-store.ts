import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

/** An S3-compatible store on loopback, with a bucket for the state of stacks. */
export interface ObjectStore {
  /** The variables by which the CLI keeps its state there. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface Server {
  run(): Promise<{ port: number }>;
  close(): Promise<void>;
}

export async function startObjectStore(): Promise<ObjectStore> {
  const S3rver = createRequire(import.meta.url)("s3rver") as new (options: object) => Server;
  const directory = mkdtempSync(path.join(tmpdir(), "s3-"));
  const buckets = [{ name: "state" }];
  const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory, configureBuckets: buckets });
  const { port } = await server.run();
  return {
    env: {
      PULUMI_BACKEND_URL: `s3://state?endpoint=http://127.0.0.1:${port}&s3ForcePathStyle=true&region=us-east-1`,
      // The ones of the server.
      AWS_ACCESS_KEY_ID: "S3RVER",
      AWS_SECRET_ACCESS_KEY: "S3RVER",
    },
    async stop() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
