import type { TextRange } from "./text-range.ts";
import { isTokenCode, textTokens } from "./text-token.ts";

/**
 * Keys and tokens by the prefix that their issuer documents for exactly this purpose, and the length and letters behind it. Looked
 * for at each start of a word, over at most 300 characters.
 */
export function findApiKeys(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  for (const { start } of textTokens(text)) {
    const shapes = shapesByOpening.get(text.slice(start, start + 2)) ?? [];
    const window = shapes.length === 0 ? "" : text.slice(start, start + 300);
    for (const shape of shapes) {
      const key = shape.exec(window)?.[0];
      if (key === undefined || isTokenCode(text.charCodeAt(start + key.length))) continue;
      found.push({ start, end: start + key.length });
      break;
    }
  }
  const bots = findBotTokens(text);
  return bots.length === 0 ? found : [...found, ...bots];
}

/** Telegram: the number of the bot, a colon, `AA` and 33 more. The number opens with any digit, so it has no opening of its own. */
function findBotTokens(text: string): readonly TextRange[] {
  const found: TextRange[] = [];
  let colon = text.indexOf(":AA");
  while (colon >= 0) {
    const number = /(?<![A-Za-z0-9])(?:bot)?([0-9]{8,10})$/.exec(text.slice(Math.max(0, colon - 14), colon))?.[1];
    if (number !== undefined && /^:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/.test(text.slice(colon, colon + 40))) {
      found.push({ start: colon - number.length, end: colon + 36 });
    }
    colon = text.indexOf(":AA", colon + 3);
  }
  return found;
}

// Word characters behind a prefix could be a name in code (`sk-toggleable-content`, `npm_config_registry`); so where the issuer
// does not fix the length, a digit must be among them.
const digit = "(?=[A-Za-z_-]*[0-9])";

/** The issuer, and prefix with what follows it. Public facts of the issuers' own documentation. */
export const apiKeyShapes: readonly (readonly [issuer: string, shape: string])[] = [
  ["AWS access key id", "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"],
  ["Anthropic", `sk-ant-${digit}[A-Za-z0-9_-]{20,200}`],
  ["Databricks", "dapi[0-9a-f]{32}(?:-[0-9])?"],
  ["DigitalOcean", "do[opr]_v1_[0-9a-f]{64}"],
  ["Docker Hub", "dckr_pat_[A-Za-z0-9_-]{27}"],
  ["Figma", `figd_${digit}[A-Za-z0-9_-]{40}`],
  ["GitHub", `gh[pousr]_${digit}[A-Za-z0-9]{30,251}`],
  ["GitHub, fine-grained", `github_pat_${digit}[A-Za-z0-9_]{30,240}`],
  ["GitLab", `gl(?:pat|dt|rt|ptt|cbt|soat)-${digit}[A-Za-z0-9_-]{20,60}`],
  ["Google API", "AIza[A-Za-z0-9_-]{35}"],
  ["Google OAuth client", "GOCSPX-[A-Za-z0-9_-]{28}"],
  ["Google OAuth access", "ya29\\.[A-Za-z0-9_-]{30,250}"],
  ["Grafana", "glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}"],
  ["Groq", `gsk_${digit}[A-Za-z0-9]{40,60}`],
  ["HashiCorp Vault", `hv[sb]\\.${digit}[A-Za-z0-9_-]{24,250}`],
  ["Hugging Face", "hf_[A-Za-z0-9]{30,40}"],
  ["Linear", "lin_api_[A-Za-z0-9]{40}"],
  ["New Relic", "NRAK-[A-Z0-9]{27}"],
  ["npm", "npm_[A-Za-z0-9]{36}"],
  ["Notion", "ntn_[A-Za-z0-9]{40,50}"],
  ["OpenAI and others", `sk-(?:(?:proj|svcacct|or-v1)-${digit}[A-Za-z0-9_-]{20,250}|${digit}[A-Za-z0-9]{20,64})`],
  ["Perplexity", "pplx-[A-Za-z0-9]{40,56}"],
  ["Postman", "PMAK-[0-9a-f]{24}-[0-9a-f]{34}"],
  ["PyPI", `pypi-${digit}[A-Za-z0-9_-]{40,250}`],
  ["Replicate", "r8_[A-Za-z0-9]{37}"],
  ["RubyGems", "rubygems_[0-9a-f]{48}"],
  ["SendGrid", "SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}"],
  ["Shopify", "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"],
  ["Slack", `xox[abeoprs](?:\\.xox[bp])?-${digit}[A-Za-z0-9-]{20,250}`],
  ["Slack, app level", `xapp-${digit}[A-Za-z0-9-]{20,250}`],
  ["Slack, webhook", "hooks\\.slack\\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24}"],
  ["Stripe", `(?:sk|rk)_(?:live|test)_${digit}[A-Za-z0-9]{16,200}`],
  ["Stripe, webhook", `whsec_${digit}[A-Za-z0-9+/]{24,100}`],
  ["Twilio", "SK[0-9a-f]{32}"],
  ["xAI", "xai-[A-Za-z0-9]{60,90}"],
];

/** The shapes by their first two characters, so that an ordinary word costs one look-up. */
const shapesByOpening: ReadonlyMap<string, readonly RegExp[]> = groupByOpening();

function groupByOpening(): ReadonlyMap<string, readonly RegExp[]> {
  const grouped = new Map<string, RegExp[]>();
  for (const [, shape] of apiKeyShapes) {
    const opening = shape.startsWith("(?:AKIA")
      ? ["AK", "AS", "AB", "AC"]
      : shape.startsWith("(?:sk|rk)")
        ? ["sk", "rk"]
        : [shape.slice(0, 2)];
    for (const two of opening) grouped.set(two, [...(grouped.get(two) ?? []), new RegExp(`^(?:${shape})`)]);
  }
  return grouped;
}
