import type { Name, ParsedPath, QuotedText } from "../../ast/name.ts";
import type {
  ContextDeclaration,
  ContextField,
  EndorseDeclaration,
  LabelDeclaration,
  ParsedType,
  ToolClause,
  ToolDeclaration,
} from "../../ast/parsed-tool.ts";
import type { Span } from "../../source/span.ts";
import { keywords, tokens } from "../tokens.ts";
import type { Rule } from "./base-grammar.ts";
import { OutcomeGrammar } from "./outcome-grammar.ts";

/** What there is to speak about: tools, the fields of the context, their types, labels. */
export abstract class ToolGrammar extends OutcomeGrammar {
  readonly tool: Rule<ToolDeclaration> = this.rule("tool", () => {
    const first = this.CONSUME(keywords.tool);
    const name = this.SUBRULE(this.toolPattern);
    const clauses = this.block(this.toolClause);
    return { kind: "tool", span: this.spanSince(first), name, clauses };
  });

  readonly toolClause: Rule<ToolClause> = this.rule("toolClause", () => {
    const first = this.LA(1);
    return this.OR<ToolClause>({
      // A clause word wins over a field of that name; fields of a tool start with `args` or `result`.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            this.CONSUME(keywords.effect);
            const effects = this.SUBRULE(this.nameList);
            return { kind: "effect", span: this.spanSince(first), effects };
          },
        },
        {
          ALT: () => {
            this.CONSUME(keywords.undo);
            this.CONSUME(keywords.by);
            const by = this.SUBRULE(this.toolPattern);
            return { kind: "undo", span: this.spanSince(first), by };
          },
        },
        { ALT: () => ({ kind: "irreversible", span: this.spanOf(this.CONSUME(keywords.irreversible)) }) },
        {
          ALT: () => {
            this.CONSUME(keywords.returns);
            const labels = this.SUBRULE(this.bracketNames);
            return { kind: "returns", span: this.spanSince(first), labels };
          },
        },
        { ALT: () => this.SUBRULE(this.fieldClause) },
      ],
    });
  });

  /** The type or the trust of a field; of `result` itself, how its text is read. */
  readonly fieldClause: Rule<ToolClause> = this.rule("fieldClause", () => {
    const first = this.LA(1);
    const path: ParsedPath = this.OR([
      { ALT: () => this.dottedPath(this.CONSUME(tokens.path)) },
      { ALT: () => this.dottedPath(this.CONSUME(keywords.args)) },
      { ALT: () => this.dottedPath(this.CONSUME(keywords.result)) },
    ]);
    this.CONSUME(keywords.is);
    return this.OR2<ToolClause>({
      // No type is called `trusted`.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        {
          ALT: () => {
            const trust = this.plainName(this.CONSUME(keywords.trusted));
            return { kind: "trust", span: this.spanSince(first), path, trust };
          },
        },
        {
          ALT: () => {
            const trust = this.plainName(this.CONSUME(keywords.untrusted));
            return { kind: "trust", span: this.spanSince(first), path, trust };
          },
        },
        {
          ALT: () => {
            const type = this.SUBRULE(this.type);
            return this.ACTION(() => {
              const span = this.spanSince(first);
              const isWholeResult = path.segments.length === 1 && path.segments[0]?.text === "result";
              if (isWholeResult && type.kind === "named") return { kind: "result-format", span, format: type.name };
              return { kind: "type", span, path, type };
            });
          },
        },
      ],
    });
  });

  readonly context: Rule<ContextDeclaration> = this.rule("context", () => {
    const first = this.CONSUME(keywords.context);
    const fields = this.block(this.contextField);
    return { kind: "context", span: this.spanSince(first), fields };
  });

  readonly contextField: Rule<ContextField> = this.rule("contextField", () => {
    const first = this.LA(1);
    const { segments } = this.SUBRULE(this.path);
    this.CONSUME(keywords.is);
    const type = this.SUBRULE(this.type);
    this.CONSUME(keywords.from);
    const from = this.SUBRULE(this.voucher);
    return { span: this.spanSince(first), path: segments, type, from };
  });

  /** `host`, `model` or `verified token`. */
  readonly voucher: Rule<Name> = this.rule("voucher", () => {
    const first = this.CONSUME(tokens.word);
    this.OPTION({
      // Another word would be the next field.
      GATE: () => first.image === "verified",
      DEF: () => this.CONSUME(keywords.token),
    });
    const span = this.spanSince(first);
    return { text: first.image === "verified" ? "verified token" : first.image, span, quoted: false };
  });

  readonly label: Rule<LabelDeclaration> = this.rule("label", () => {
    const first = this.CONSUME(keywords.label);
    const label = this.SUBRULE(this.name);
    this.CONSUME(keywords.from);
    const from = this.SUBRULE(this.toolPatternList);
    const when = this.OPTION(() => {
      this.CONSUME(keywords.when);
      return this.SUBRULE(this.expression);
    });
    return { kind: "label", span: this.spanSince(first), label, from, when };
  });

  readonly endorse: Rule<EndorseDeclaration> = this.rule("endorse", () => {
    const first = this.CONSUME(keywords.endorse);
    const tool = this.SUBRULE(this.toolPattern);
    this.CONSUME(keywords.clears);
    const labels = this.SUBRULE(this.bracketNames);
    return { kind: "endorse", span: this.spanSince(first), tool, labels };
  });

  readonly type: Rule<ParsedType> = this.rule("type", () => {
    const lists: Span[] = [];
    this.MANY(() => {
      lists.push(this.spanOf(this.CONSUME(keywords.list)));
      this.CONSUME(keywords.of);
    });
    const element = this.OR<ParsedType>({
      // The word `money` opens a money type.
      IGNORE_AMBIGUITIES: true,
      DEF: [
        { ALT: () => this.SUBRULE(this.enumType) },
        { ALT: () => this.SUBRULE(this.moneyType) },
        {
          ALT: () => {
            const name = this.plainName(this.CONSUME(tokens.word));
            return { kind: "named", span: name.span, name };
          },
        },
      ],
    });
    return this.ACTION(() =>
      lists.reduceRight<ParsedType>(
        (inner, list) => ({ kind: "list", span: { ...list, end: inner.span.end }, element: inner }),
        element,
      ),
    );
  });

  readonly enumType: Rule<ParsedType> = this.rule("enumType", () => {
    const first = this.LA(1);
    const values: QuotedText[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: tokens.bar, DEF: () => values.push(this.SUBRULE(this.quotedText)) });
    return { kind: "enum", span: this.spanSince(first), values };
  });

  readonly moneyType: Rule<ParsedType> = this.rule("moneyType", () => {
    const first = this.CONSUME(keywords.money);
    const currency = this.OR<Name | ParsedPath>([
      { ALT: () => this.plainName(this.CONSUME(tokens.currency)) },
      {
        ALT: () => {
          this.CONSUME(keywords.in);
          return this.SUBRULE(this.path);
        },
      },
    ]);
    const minor = this.OPTION(() => this.CONSUME(keywords.minor)) !== undefined;
    return { kind: "money", span: this.spanSince(first), currency, minor };
  });
}
