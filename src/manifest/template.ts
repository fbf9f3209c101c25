export interface TemplateText {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The first Helm expression that makes a document a template. Text that reads as YAML may hold `{{ … }}` as data (alert
 * texts, SPIFFE templates); only what speaks of a chart's own objects, or stands alone on a line, gives a chart away.
 */
export function templateAt(text: string, reads: boolean): TemplateText | undefined {
  if (!text.includes("{{")) return undefined;
  let offset = 0;
  for (const line of text.split("\n")) {
    const at = line.indexOf("{{");
    if (at >= 0 && !line.trimStart().startsWith("#")) {
      const expression = line.slice(at);
      if (!reads || line.trimStart().startsWith("{{") || chartExpression.test(expression)) {
        const close = expression.indexOf("}}");
        const end = close < 0 ? expression.trimEnd().length : close + 2;
        return { start: offset + at, end: offset + at + end, text: expression.slice(0, Math.min(end, 60)) };
      }
    }
    offset += line.length + 1;
  }
  return undefined;
}

const chartExpression =
  /\{\{-? {0,4}(?:\$?\.(?:Values|Release|Chart|Capabilities|Files)\b|include |toYaml |tpl |if |range |with |end\b)/;
