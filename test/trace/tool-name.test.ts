import { describe, expect, it } from "vitest";
import { toolName } from "../../src/trace/tool-name.ts";

describe("a tool's name", () => {
  it("of a host's MCP spelling becomes SERVER.TOOL", () => {
    expect(toolName("mcp__mail__send")).toBe("mail.send");
    expect(toolName("mcp__team_chat__post__message")).toBe("team_chat.post__message");
  });

  it("stays as it is otherwise", () => {
    for (const name of ["Bash", "mail.send", "mcp__mail", "mcp__mail__", "mcp____send", "MCP__mail__send"]) {
      expect(toolName(name)).toBe(name);
    }
  });
});
