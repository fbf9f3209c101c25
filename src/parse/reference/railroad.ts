import { assertNever } from "../../source/assert-never.ts";
import type { GrammarNode } from "./grammar-rules.ts";

/**
 * A drawing with its line entering at the left and leaving at the right, at height 0. `up` and `down` are how far it
 * reaches above and below that line; `draw` gives SVG with the entry at (x, y). All lengths in pixels.
 */
interface Drawing {
  readonly width: number;
  readonly up: number;
  readonly down: number;
  readonly draw: (x: number, y: number) => string;
}

const boxHeight = 24;
const characterWidth = 7.6;
const gap = 10;
const radius = 8;
const margin = 12;

/** The railroad diagram of one rule as a self-contained SVG element. Rule names link to `#rule-NAME`. */
export function railroadSvg(node: GrammarNode): string {
  const drawing = draw(node);
  const width = round(drawing.width + 2 * (margin + gap));
  const height = round(drawing.up + drawing.down + 2 * margin);
  const y = margin + drawing.up;
  const start = margin + gap;
  const end = start + drawing.width;
  const ends = `${circle(margin, y)}${path(margin + 3, y, `H${round(start)}`)}${path(end, y, `H${round(end + gap - 3)}`)}${circle(end + gap, y)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${ends}${drawing.draw(start, y)}</svg>`;
}

function draw(node: GrammarNode): Drawing {
  switch (node.kind) {
    case "literal":
      return box(node.text, "literal", undefined);
    case "token":
      return box(node.name, "token", undefined);
    case "rule":
      return box(node.name, "rule", `#rule-${node.name}`);
    case "sequence":
      return inRows(node.items.map(draw));
    case "choice":
      return choice(node.items.map(draw));
    case "option":
      return choice([skip, draw(node.item)]);
    case "repeat": {
      const back = node.separator === undefined ? skip : draw(node.separator);
      const loop = repeat(draw(node.item), back);
      return node.atLeastOne ? loop : choice([skip, loop]);
    }
    default:
      return assertNever(node);
  }
}

const skip: Drawing = { width: 0, up: 0, down: 0, draw: () => "" };

function box(text: string, kind: "literal" | "token" | "rule", link: string | undefined): Drawing {
  const width = text.length * characterWidth + 20;
  const half = boxHeight / 2;
  return {
    width,
    up: half,
    down: half,
    draw(x, y) {
      const rounding = kind === "rule" ? 0 : half;
      const shape = `<rect class="${kind}" x="${round(x)}" y="${round(y - half)}" width="${round(width)}" height="${boxHeight}" rx="${rounding}"/>`;
      const label = `<text x="${round(x + width / 2)}" y="${round(y + 4)}">${escapeXml(text)}</text>`;
      return link === undefined ? shape + label : `<a href="${link}">${shape}${label}</a>`;
    },
  };
}

const widest = 900;

/** A long sequence goes on in further rows, joined by a line back to the left. */
function inRows(items: readonly Drawing[]): Drawing {
  const rows: Drawing[][] = [[]];
  let used = 0;
  for (const item of items) {
    if (used > 0 && used + item.width > widest) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(item);
    used += item.width + gap;
  }
  const [first, ...others] = rows.map(sequence);
  if (first === undefined) return skip;
  return others.reduce((above, below) => stacked(above, below), first);
}

function sequence(items: readonly Drawing[]): Drawing {
  const [only] = items;
  if (only !== undefined && items.length === 1) return only;
  return {
    width: items.reduce((sum, { width }) => sum + width, 0) + gap * Math.max(0, items.length - 1),
    up: Math.max(0, ...items.map(({ up }) => up)),
    down: Math.max(0, ...items.map(({ down }) => down)),
    draw(x, y) {
      let at = x;
      return items
        .map((item, index) => {
          const link = index === 0 ? "" : path(at - gap, y, `h${gap}`);
          const svg = link + item.draw(at, y);
          at += item.width + gap;
          return svg;
        })
        .join("");
    },
  };
}

/** The second row stands below the first; the line enters at the first and leaves at the height of the first again. */
function stacked(above: Drawing, below: Drawing): Drawing {
  const drop = above.down + below.up + 3 * radius;
  const inner = Math.max(above.width, below.width);
  const width = inner + 4 * radius;
  return {
    width,
    up: above.up,
    down: drop + below.down,
    draw(x, y) {
      const turn = above.down + radius * 1.5;
      const left = x + radius;
      const down = `H${round(x + inner + radius)}a${radius} ${radius} 0 0 1 ${radius} ${radius}V${round(y + turn - radius)}a${radius} ${radius} 0 0 1 -${radius} ${radius}H${round(left + radius)}a${radius} ${radius} 0 0 0 -${radius} ${radius}V${round(y + drop - radius)}a${radius} ${radius} 0 0 0 ${radius} ${radius}`;
      const up = `H${round(x + inner + 2 * radius)}a${radius} ${radius} 0 0 0 ${radius} -${radius}V${round(y + radius)}a${radius} ${radius} 0 0 1 ${radius} -${radius}`;
      return (
        above.draw(x, y) +
        path(x + above.width, y, down) +
        below.draw(x + 2 * radius, y + drop) +
        path(x + 2 * radius + below.width, y + drop, up)
      );
    },
  };
}

/** The first item on the line, the others below it. */
function choice(items: readonly Drawing[]): Drawing {
  const inner = Math.max(...items.map(({ width }) => width));
  const side = 2 * radius;
  const offsets: number[] = [];
  let depth = 0;
  for (const [index, item] of items.entries()) {
    if (index > 0) depth += item.up + gap;
    // A branch needs room for its two curves.
    if (index > 0) depth = Math.max(depth, 2 * radius);
    offsets.push(depth);
    depth += item.down;
  }
  return {
    width: inner + 2 * side,
    up: items[0]?.up ?? 0,
    down: depth,
    draw(x, y) {
      const right = x + inner + 2 * side;
      return items
        .map((item, index) => {
          const offset = offsets[index] ?? 0;
          const at = y + offset;
          const enter =
            index === 0
              ? path(x, y, `h${side}`)
              : path(
                  x,
                  y,
                  `a${radius} ${radius} 0 0 1 ${radius} ${radius}V${round(at - radius)}a${radius} ${radius} 0 0 0 ${radius} ${radius}`,
                );
          const leave =
            index === 0
              ? path(x + side + item.width, y, `H${round(right)}`)
              : path(
                  x + side + item.width,
                  at,
                  `H${round(right - side)}a${radius} ${radius} 0 0 0 ${radius} -${radius}V${round(y + radius)}a${radius} ${radius} 0 0 1 ${radius} -${radius}`,
                );
          return enter + item.draw(x + side, at) + leave;
        })
        .join("");
    },
  };
}

/** The item, and a way back below it, with what stands between two of them. */
function repeat(item: Drawing, back: Drawing): Drawing {
  const inner = Math.max(item.width, back.width);
  const side = 2 * radius;
  const drop = Math.max(item.down + gap + back.up, 2 * radius);
  return {
    width: inner + 2 * side,
    up: item.up,
    down: drop + back.down,
    draw(x, y) {
      const right = x + inner + 2 * side;
      const backX = x + side + (inner - back.width) / 2;
      return (
        path(x, y, `h${side}`) +
        item.draw(x + side, y) +
        path(x + side + item.width, y, `H${round(right)}`) +
        path(
          right - side,
          y,
          `a${radius} ${radius} 0 0 1 ${radius} ${radius}V${round(y + drop - radius)}a${radius} ${radius} 0 0 1 -${radius} ${radius}H${round(backX + back.width)}`,
        ) +
        back.draw(backX, y + drop) +
        path(
          backX,
          y + drop,
          `H${round(x + side)}a${radius} ${radius} 0 0 1 -${radius} -${radius}V${round(y + radius)}a${radius} ${radius} 0 0 1 ${radius} -${radius}`,
        )
      );
    },
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const path = (x: number, y: number, rest: string): string => `<path d="M${round(x)} ${round(y)}${rest}"/>`;
const circle = (x: number, y: number): string => `<circle cx="${round(x)}" cy="${round(y)}" r="3"/>`;

/** For text and attribute values alike. */
export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
