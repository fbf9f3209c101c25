import type { Span } from "../source/span.ts";
import type { DurationLiteral, Name, QuotedText } from "./name.ts";

/** `test "…" { … }` over events, or `test "…" on "fixtures/case" { expect CONTROL VERDICT for SUBJECT NAME }` over a deployment. */
export interface TestDeclaration {
  readonly kind: "test";
  readonly span: Span;
  readonly title: QuotedText;
  readonly on: QuotedText | undefined;
  readonly rows: TestRows | undefined;
  readonly steps: readonly TestStep[];
}

/** `for each row in [ { amount: 5, level: "allow" }, … ]`: `row.amount` stands for the value in the steps. */
export interface TestRows {
  readonly span: Span;
  readonly binding: Name;
  readonly rows: readonly DataValue[];
}

/** JSON-like data of test steps. Numbers keep their lexeme; bare words are texts; `reference` is `row.amount`. */
export type DataValue =
  | { readonly kind: "text"; readonly span: Span; readonly text: string }
  | { readonly kind: "number"; readonly span: Span; readonly lexeme: string }
  | { readonly kind: "bool"; readonly span: Span; readonly value: boolean }
  | { readonly kind: "null"; readonly span: Span }
  | { readonly kind: "list"; readonly span: Span; readonly items: readonly DataValue[] }
  | {
      readonly kind: "record";
      readonly span: Span;
      readonly entries: readonly { readonly key: Name; readonly value: DataValue }[];
    }
  | { readonly kind: "reference"; readonly span: Span; readonly path: readonly Name[] };

export type TestStep =
  | { readonly kind: "given"; readonly span: Span; readonly settings: readonly GivenSetting[] }
  | { readonly kind: "prompt"; readonly span: Span; readonly text: DataValue; readonly expect: readonly Expectation[] }
  | { readonly kind: "system"; readonly span: Span; readonly text: DataValue; readonly expect: readonly Expectation[] }
  | { readonly kind: "output"; readonly span: Span; readonly text: DataValue; readonly expect: readonly Expectation[] }
  | {
      readonly kind: "message";
      readonly span: Span;
      readonly to: Name;
      readonly text: DataValue;
      readonly expect: readonly Expectation[];
    }
  | {
      readonly kind: "call";
      readonly span: Span;
      readonly tool: Name;
      readonly args: DataValue;
      readonly expect: readonly Expectation[];
    }
  | { readonly kind: "result"; readonly span: Span; readonly value: DataValue; readonly expect: readonly Expectation[] }
  | { readonly kind: "error"; readonly span: Span; readonly text: DataValue }
  | { readonly kind: "started"; readonly span: Span; readonly expect: readonly Expectation[] }
  | {
      readonly kind: "approve" | "confirm" | "verify" | "reject";
      readonly span: Span;
      readonly by: DataValue | undefined;
      readonly role: Name | undefined;
      readonly agent: Name | undefined;
      readonly expect: readonly Expectation[];
    }
  | { readonly kind: "revoke"; readonly span: Span; readonly subject: Name }
  /** `kill stop_all by "ann" role ciso`: what an administrator states, and who that is. */
  | {
      readonly kind: "state";
      readonly span: Span;
      readonly action: StatedAction;
      readonly subject: Name;
      readonly by: DataValue;
      readonly role: Name | undefined;
      readonly expect: readonly Expectation[];
    }
  | { readonly kind: "after"; readonly span: Span; readonly duration: DurationLiteral }
  | { readonly kind: "expect"; readonly span: Span; readonly expect: readonly Expectation[] }
  | {
      readonly kind: "expect-control";
      readonly span: Span;
      readonly control: Name;
      readonly verdict: Name;
      readonly subject: { readonly kind: Name; readonly name: Name } | undefined;
    };

/** What an administrator does: `kill` sets and `clear` clears a kill switch, `open` and `close` are said of a break glass. */
export type StatedAction = "kill" | "clear" | "open" | "close";

/** One setting of `given`: `agent refund`, `identity ok`, `purpose "…"`, `task started`, `egress none`, `on behalf of role support`, `confidence 97%`, `context.ticket.status "open"`. */
export type GivenSetting =
  | { readonly kind: "agent"; readonly span: Span; readonly name: Name }
  | { readonly kind: "identity" | "token" | "task" | "egress"; readonly span: Span; readonly state: Name }
  | { readonly kind: "purpose"; readonly span: Span; readonly value: DataValue }
  | { readonly kind: "on-behalf-of"; readonly span: Span; readonly role: Name }
  | {
      readonly kind: "confidence";
      readonly span: Span;
      readonly value: DataValue | { readonly kind: "percent"; readonly span: Span; readonly fraction: string };
    }
  | { readonly kind: "field"; readonly span: Span; readonly path: readonly Name[]; readonly value: DataValue };

/** `expect approve via large`: `level` and the gates that must be among the deciding ones; `unknown` pins what was missing. */
export type Expectation =
  | { readonly kind: "level"; readonly span: Span; readonly level: Name; readonly via: readonly Name[] }
  | { readonly kind: "unknown"; readonly span: Span; readonly path: readonly Name[] };
