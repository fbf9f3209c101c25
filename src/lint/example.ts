/** The declarations that the examples on rule pages share, so that a page shows only its point. */
export const example = (text: string): string => `policy desk version 1 language 1
tool look { args.query is string  effect reads }
tool pay { args.order is string  args.total is money USD  effect pays }
tool wipe { args.id is string  effect deletes }
role finance
agent clerk { subject "spiffe://desk.example/clerk" }
${text}`;

/** A guarded use of every declaration of `example`, for pages whose point is elsewhere. */
export const guarded = `grant daily { to agent clerk  tools look, pay, wipe  while task max 8h }
gate money on pay { require approval by role finance }
gate erasure on wipe { require approval by role finance }
`;

/** The catalogue that an example imports as `./tools.json`: its server says of one tool that it deletes. */
export const exampleCatalogue = {
  path: "./tools.json",
  text: '{"tools": [{"name": "erase", "inputSchema": {"type": "object", "properties": {"id": {"type": "string"}, "note": {"type": "string"}}, "required": ["id"]}, "annotations": {"destructiveHint": true}}]}\n',
} as const;
