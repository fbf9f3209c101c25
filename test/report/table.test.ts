import { describe, expect, it } from "vitest";
import { renderTable } from "../../src/report/table.ts";

const columns = [{ title: "#" }, { title: "tool" }, { title: "why" }];
const rows = [
  ["1", "mail.send", "mail goes to an address that the customer record holds"],
  ["2", "stripe.create_refund", "short"],
];
const render = (width: number) =>
  renderTable(columns, rows, { width, ascii: false, indent: "  ", dim: (text) => text });

describe("a table", () => {
  it("wraps its last column in the room that the line leaves", () => {
    expect(render(62)).toEqual([
      "  #  tool                  why",
      "  1  mail.send             mail goes to an address that the",
      "                           customer record holds",
      "  2  stripe.create_refund  short",
    ]);
  });

  it("gives the last column lines of its own where there is little room", () => {
    expect(render(50)).toEqual([
      "  #  tool                  why",
      "  1  mail.send",
      "      mail goes to an address that the customer",
      "      record holds",
      "  2  stripe.create_refund",
      "      short",
    ]);
  });
});
