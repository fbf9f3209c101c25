import type { Name } from "../ast/name.ts";
import type { GivenSetting } from "../ast/parsed-test.ts";
import { unknownWord } from "../diagnostics/names.ts";
import { nearMiss } from "../diagnostics/near-miss.ts";
import { duplicateClause } from "../diagnostics/syntax-blocks.ts";
import { invalidLiteral } from "../diagnostics/types-values.ts";
import { assertNever } from "../source/assert-never.ts";
import { parseDecimal } from "../value/decimal.ts";
import { isProbability } from "./confidence-range.ts";
import { ruleScope } from "./expressions.ts";
import { reportUnknownRoot } from "./path-mistakes.ts";
import { typePath } from "./paths.ts";
import { resolveRole } from "./resolve-role.ts";
import { resolveAgent } from "./resolve-tools.ts";
import { eventRoots, isEventRoot } from "./roots.ts";
import { type Checker, dotted } from "./scope.ts";
import { allSurfaces } from "./surfaces.ts";
import type { TestTable } from "./test-rows.ts";

/** Names and fields in one `given` of a test, each of them once. */
export function checkGiven(settings: readonly GivenSetting[], table: TestTable, checker: Checker): void {
  reportRepeated(settings, checker);
  for (const setting of settings) checkSetting(setting, table, checker);
}

/** What one `given` states twice, or as a whole and in part: the second would silently undo the first. */
function reportRepeated(settings: readonly GivenSetting[], { report }: Checker): void {
  const stated: { readonly setting: GivenSetting; readonly name: string }[] = [];
  for (const setting of settings) {
    const name = setting.kind === "field" ? dotted(setting.path) : setting.kind.replaceAll("-", " ");
    const earlier = stated.find((other) => undoes(setting, name, other.setting, other.name));
    stated.push({ setting, name });
    if (earlier === undefined) continue;
    const related = [{ span: earlier.setting.span, label: "first stated here" }];
    const clause = earlier.setting.kind === "egress" ? "egress" : name;
    report.add(duplicateClause.at(setting.span, { clause, block: "`given`" }, { related }));
  }
}

/** `token ok` is refined by fields of the token, in any order; a record of `egress` by members after it; `egress none` by nothing. */
function undoes(later: GivenSetting, name: string, earlier: GivenSetting, earlierName: string): boolean {
  if (earlierName === name && earlier.kind === later.kind) return true;
  if (later.kind === "egress" || earlier.kind === "egress")
    return name.split(".")[0] === "egress" && earlierName.split(".")[0] === "egress";
  return later.kind === "field" && earlier.kind === "field" && earlierName.startsWith(`${name}.`);
}
const states = { identity: ["ok"], token: ["ok"], task: ["started"], egress: ["none"] } as const;

function checkSetting(setting: GivenSetting, table: TestTable, checker: Checker): void {
  switch (setting.kind) {
    case "agent":
      resolveAgent(setting.name, checker);
      return;
    case "on-behalf-of":
      resolveRole(setting.role, checker);
      return;
    case "identity":
    case "token":
    case "task":
    case "egress": {
      const known: readonly string[] = states[setting.kind];
      const { text, span } = setting.state;
      if (!known.includes(text))
        checker.report.add(unknownWord.at(span, { word: text, near: nearMiss(text, known), known }));
      return;
    }
    case "field":
      table.checkData(setting.value);
      if (!isGivenWord(setting.path, checker)) return;
      checkEnvelopePath(setting.path, setting.span, checker);
      return;
    case "confidence":
      if (setting.value.kind !== "percent") table.checkData(setting.value);
      checkConfidence(setting, checker);
      return;
    case "purpose":
      table.checkData(setting.value);
      return;
    default:
      assertNever(setting);
  }
}

/** Fields of the envelope beyond the roots that conditions read. */
const envelopeOnly: ReadonlySet<string> = new Set(["tenant", "session", "source_time", "id", "seq"]);

/** `confidence 150%`, or `confidence 90` where `90%` was meant: no event could carry it. */
function checkConfidence({ value }: Extract<GivenSetting, { readonly kind: "confidence" }>, { report }: Checker): void {
  const lexeme = value.kind === "percent" ? value.fraction : value.kind === "number" ? value.lexeme : undefined;
  const confidence = lexeme === undefined ? undefined : parseDecimal(lexeme);
  if (confidence === undefined || isProbability(confidence)) return;
  report.add(
    invalidLiteral.at(value.span, {
      found: value.kind === "percent" ? "this percentage" : "this number",
      expected: "between `0%` and `100%`",
      left: "confidence",
      help: "write a percentage such as `90%`",
    }),
  );
}

const settings = ["agent", "identity", "token", "task", "egress none", "purpose", "on behalf of role", "confidence"];

/** Whether `given` knows the first word, which was reported otherwise. */
function isGivenWord([first]: readonly Name[], checker: Checker): boolean {
  if (first === undefined || isEventRoot(first.text) || envelopeOnly.has(first.text)) return true;
  const known = [...new Set([...settings, ...eventRoots, ...envelopeOnly])];
  checker.report.add(unknownWord.at(first.span, { word: first.text, near: nearMiss(first.text, known), known }));
  return false;
}

/** A path below the roots of an event, as `given` and `expect unknown` name it. */
export function checkEnvelopePath(path: readonly Name[], span: GivenSetting["span"], checker: Checker): void {
  if (envelopeOnly.has(path[0]?.text ?? "")) return;
  const scope = ruleScope(checker, allSurfaces(checker), span);
  const typed = typePath(path, span, scope, { presence: "asked" });
  if (typed.kind === "word") reportUnknownRoot(typed.words, typed.span, scope);
}
