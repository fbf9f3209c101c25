/** What `init` writes: a small whole policy that checks, lints and tests clean. */

export const starterConfig = `# What sallyport looks at when no file is named. All settings: the config schema of the package.
policies:
  - policies
`;

export const starterPolicy = `policy starter version 1 language 1

use tools from "./tools.json"

tool mail.search {
  effect reads
}

tool mail.send {
  args.to is list of email
  effect sends
  irreversible
}

agent assistant {
  subject "spiffe://example.com/agent/assistant"
}

// Nothing is allowed that no grant allows.
grant read_mail {
  to agent assistant
  tools mail.search
}

grant answer_mail {
  to agent assistant
  tools mail.send
  while task max 8h
}

// A gate only restricts. It acts unless its condition is certain not to hold: what is unknown is not allowed through.
gate known_recipients on mail.send {
  unless every address in nonempty args.to: (
    address in domain ["example.com"]
    or origin(address) contains any [user]
  )
  require confirmation by user
  because "Mail leaves the company only for an address that the user named"
}

gate no_card_numbers on mail.send {
  when text contains any [card]
  deny
  because "Card numbers never leave by mail"
}
`;

export const starterTests = `policy starter version 1 language 1

test "mail inside the company goes out" {
  given { agent assistant identity ok task started }
  call mail.send { to: ["ann@example.com"], subject: "Lunch", body: "At noon?" } expect allow
}

test "a stranger's address waits for the user" {
  given { agent assistant identity ok task started }
  call mail.send { to: ["eve@attacker.test"], subject: "Report", body: "See below" }
      expect confirm via known_recipients
}

test "an address the user named is the user's choice" {
  given { agent assistant identity ok task started }
  prompt "Please tell bob@partner.test that we are late"
  call mail.send { to: ["bob@partner.test"], subject: "Late", body: "We are late" } expect allow
}

test "a card number stays" {
  given { agent assistant identity ok task started }
  call mail.send { to: ["ann@example.com"], subject: "Card", body: "4111 1111 1111 1111" }
      expect deny via no_card_numbers
}

test "without a running task nothing is sent" {
  given { agent assistant identity ok }
  call mail.send { to: ["ann@example.com"], subject: "Lunch", body: "At noon?" } expect deny
}
`;

export const starterTools = `{"tools": [
  {"name": "mail.search", "inputSchema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"], "additionalProperties": false}},
  {"name": "mail.send", "inputSchema": {"type": "object", "properties": {"to": {"type": "array", "items": {"type": "string"}}, "subject": {"type": "string"}, "body": {"type": "string"}}, "required": ["to", "subject", "body"], "additionalProperties": false}}
]}
`;

export const starterHook = `repos:
  - repo: local
    hooks:
      - id: sallyport
        name: sallyport
        entry: npx sallyport lint
        language: system
        files: \\.gate$
`;

export const starterWorkflow = `name: sallyport
on: [push, pull_request]
permissions:
  contents: read
  security-events: write
jobs:
  policies:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npm ci
      - run: npx sallyport lint --format github --report sarif=sallyport.sarif
      - run: npx sallyport test --report junit=sallyport-tests.xml
      - if: always()
        uses: github/codeql-action/upload-sarif@v3
        with:
          sarif_file: sallyport.sarif
`;

/** A policy over tools that were found in traces or a tool list: one agent, one grant of exactly those. */
export const observedPolicy = (tools: readonly string[]): string => `policy starter version 1 language 1

use tools from "./tools.json"

agent assistant {
  subject "spiffe://example.com/agent/assistant"
}

// Every tool that was seen. Take away what the agent does not need; \`sallyport lint\` names tools whose effects nobody states.
grant observed {
  to agent assistant
  tools ${tools.map(toolWord).join(", ")}
  while task max 8h
}
`;

/** Names outside the plain alphabet, or that are words of the language, are always right in quotes. */
export const toolWord = (name: string): string =>
  /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*$/.test(name) ? name : JSON.stringify(name);
