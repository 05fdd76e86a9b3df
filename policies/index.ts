import { PolicyPack } from "@pulumi/policy";
import { moduleCallTransitions, moduleCallTransitionsBaseline } from "./module-call-transitions.ts";

new PolicyPack("genesys-flows", {
  description: "Rules that a Genesys Cloud flow must follow before it is published",
  policies: [moduleCallTransitions, moduleCallTransitionsBaseline],
});
