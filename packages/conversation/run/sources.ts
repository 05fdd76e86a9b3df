/**
 * Sources of facts about the behaviour of actions, by the short names that rows cite (reference/action-semantics.md,
 * "Sources").
 */
export const sources: Readonly<Record<string, string>> = {
  A1: "the vendor's scripting SDK: `docs/types.d.ts` of the repository MyPureCloud/purecloud-flow-scripting-api-sdk-javascript (June 2026)",
  A2: "an earlier version of that SDK: the package `purecloud-flow-scripting-api-sdk-javascript` 0.0.18 (about 2019), for defaults and limits",
  A3: "help.mypurecloud.com, the articles on Collect Input, its time-outs and the defaults of actions",
  A4: "help.mypurecloud.com, the article on how many actions a flow can run",
  A5: "help.mypurecloud.com, the articles on default error handling and failure paths",
  A6: "help.mypurecloud.com, the article on Call Data Action",
  A7: "help.mypurecloud.com, the articles on Transfer to ACD and Transfer to User",
  A8: "help.mypurecloud.com, the articles on Evaluate Schedule, Evaluate Schedule Group and Find Schedule",
  A9: "help.mypurecloud.com, the articles on menus and on Disconnect",
  A11: "community.genesys.com, the discussion of April 2026 on errors of data actions",
  "archy.md": "exports of flows in public repositories",
  "export-shapes.md": "exports of flows in public repositories",
};

/** The short names in a citation: `A1, archy.md §d`. */
export const sourcesIn = (citation: string): string[] => citation.split(", ").map((one) => one.replace(/ §.*$/, ""));
