import type { Declaration } from "../ast/parsed.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { duplicateClause } from "../diagnostics/syntax-blocks.ts";
import type { Span } from "../source/span.ts";
import { mostMistakes } from "./limits.ts";

/** Clauses that may stand once in a block, by the kind in the tree; the value is the clause's words. */
const onceOnly: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  tool: {
    effect: "effect",
    undo: "undo",
    irreversible: "irreversible",
    "result-format": "result is",
    returns: "returns",
  },
  agent: {
    subject: "subject",
    "token-ttl": "token ttl",
    "token-scope": "token scope",
    mtls: "mtls",
    revocation: "revocation",
    trust: "trust",
  },
  grant: {
    to: "to agent",
    tools: "tools",
    when: "when",
    "for-purpose": "for purpose",
    "on-behalf-of": "on behalf of",
    "while-task": "while task",
    until: "until",
    because: "because",
    tags: "tags",
  },
  gate: {
    when: "when",
    unless: "unless",
    schema: "require schema",
    overridable: "overridable",
    observe: "observe",
    because: "because",
    tags: "tags",
  },
  connector: {
    egress: "egress",
    rate: "rate",
    quota: "quota",
    validate: "validate",
    "on-violation": "on violation",
  },
  drift: { baseline: "baseline", warmup: "warmup", because: "because" },
  kill_switch: { scope: "scope", "set-by": "set by", "cleared-by": "cleared by", because: "because" },
  break_glass: { gates: "gates", approval: "approval", max: "max", because: "because" },
  control: { group: "group", because: "because", tags: "tags" },
};

/** There are few kinds of clauses, so that this ends soon. */
function repeatsKind(clauses: readonly { readonly kind: string }[]): boolean {
  const kinds: string[] = [];
  for (const { kind } of clauses) {
    if (kinds.includes(kind)) return true;
    kinds.push(kind);
  }
  return false;
}

/** Reports the second of a clause of which a block has at most one. */
export function reportDuplicateClauses(declaration: Declaration): readonly Diagnostic[] {
  const once = onceOnly[declaration.kind];
  if (once === undefined || !("clauses" in declaration) || !repeatsKind(declaration.clauses)) return [];
  const first = new Map<string, Span>();
  const mistakes: Diagnostic[] = [];
  for (const { kind, span } of declaration.clauses) {
    const clause = Object.hasOwn(once, kind) ? once[kind] : undefined;
    if (clause === undefined) continue;
    const earlier = first.get(kind);
    if (earlier === undefined) first.set(kind, span);
    else if (mistakes.length <= mostMistakes) {
      const related = [{ span: earlier, label: "first stated here" }];
      mistakes.push(duplicateClause.at(span, { clause, block: declaration.kind }, { related }));
    }
  }
  return mistakes;
}
