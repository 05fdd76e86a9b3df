import { readScript } from "@genesys-flows/conversation/script";
import { task } from "./task.ts";

task("test-a-flow.md", {
  afterwards: {
    "Keep a call as a test": async (checkout) => {
      for (const name of ["reception.test.yaml", "reception.support.test.yaml"]) {
        const file = `flows/inbound/${name}`;
        expect(readScript({ file, text: checkout.read(file) })).toMatchObject({
          findings: [],
          script: { flow: "reception" },
        });
      }
    },
  },
});
