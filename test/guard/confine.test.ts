import { describe, expect, it } from "vitest";
import { GuardSetupError } from "../../src/guard/create-guard.ts";
import { desk, pay } from "./desk.ts";

const connector = 'connector bank for pay { egress to ["bank.example"] methods [POST] ports [443] }';

describe("a call that does not say where it goes", () => {
  it("is confined by the host right before it is executed, and recorded as such", async () => {
    const asked: unknown[] = [];
    const { guard, tool, sent, log } = desk(connector, {
      confine: (confinement, call) => {
        asked.push([confinement, call, sent.length]);
      },
    });
    const outcome = await guard.run(pay(), tool("done"));
    expect(outcome.kind).toBe("executed");
    const confinement = { kind: "confine", hosts: ["bank.example"], methods: ["POST"], ports: [443] };
    expect(asked).toEqual([[confinement, expect.objectContaining({ session: "s1", tool: "pay" }), 0]]);
    expect(sent.length).toBe(1);
    expect(log[0]?.obligations).toContainEqual({ ...confinement, status: "due" });
  });

  it("needs a host that can", () => {
    expect(() => desk(connector)).toThrow(GuardSetupError);
    expect(() => desk(connector)).toThrow(
      "`connector:bank:confine` demands that it connects to nothing but bank.example with POST on port 443, which needs a handler `confine`",
    );
  });
});

describe("a call that says where it goes", () => {
  const run = (url: string) => {
    let confined = 0;
    const { guard, tool } = desk(connector, {
      confine: () => {
        confined += 1;
      },
    });
    return guard.run(pay(25, { egress: { url, method: "POST" } }), tool("done")).then(({ kind }) => [kind, confined]);
  };

  it("is not confined inside the connector, and denied outside", async () => {
    expect(await run("https://bank.example/pay")).toEqual(["executed", 0]);
    expect(await run("https://evil.example/pay")).toEqual(["denied", 0]);
  });
});
