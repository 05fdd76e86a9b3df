/** Set to `true` for a preview that compares nothing with the organisation but what it would change. */
export const offlineVariable = "GENESYS_FLOWS_OFFLINE";
