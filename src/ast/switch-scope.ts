/** What one setting of a kill switch stops: its tenant, its session, one agent, or everything. */
export const switchScopes = ["tenant", "session", "agent", "global"] as const;
export type SwitchScope = (typeof switchScopes)[number];
