/** What stands in the temporary folder of a row. Paths are `/` paths. */
export type Entry =
  | string
  | Uint8Array
  | (() => string | Uint8Array)
  | { readonly link: string }
  | { readonly special: "folder" | "pipe" };

/** One bad input, what is typed, and all that may be said about it. */
export interface Row {
  readonly name: string;
  readonly files: Readonly<Record<string, Entry>>;
  readonly line: readonly string[];
  readonly stdin?: string | Uint8Array;
  readonly code: number;
  /** Every error that is reported, `code file:line:column`, in order; a mistake of the command line is `usage WORDS`. */
  readonly says: readonly string[];
  /** What is still said about what stands beside it. */
  readonly still?: string;
  /** Words that the output must hold: what was found, what to type. */
  readonly words?: readonly string[];
}

/** A policy of its own with a test, and with a declaration that a linter has something to say about. */
export const neighbour = `policy neighbour version 1 language 1

role never_used

tool mail.send {
  args.to is string
  effect sends
}

agent helper {
  subject "spiffe://corp.example/helper"
}

grant mail {
  to agent helper
  tools mail.send
}

test "the neighbour runs" {
  given { agent helper identity ok }
  call mail.send { to: "ann@example.com" } expect allow
}
`;

export const tools = '{"tools": [{"name": "mail.send", "inputSchema": {"type": "object", "properties": {}}}]}\n';

const started = { session: "good", agent: "helper", kind: "call", call: "c1", tool: "mail.send" };

/** One event of a trace as a line. */
export const event = (id: string, over: object = {}): string =>
  JSON.stringify({ id, ...started, args: { to: "ann@example.com" }, ...over });

/** A deployment with one agent. */
export const deployment = `apiVersion: sallyport.dev/v1
kind: AgentDeployment
metadata:
  name: neighbour
  namespace: support
spec:
  owner: { team: desk, contact: desk@corp.example }
`;

export const bytes = (...parts: readonly (string | number | Uint8Array)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.from([part]) : Buffer.from(part))));
