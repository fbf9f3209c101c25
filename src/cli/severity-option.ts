import type { Severity } from "../diagnostics/diagnostic.ts";
import type { OptionSpec } from "./command.ts";
import { type Options, text } from "./options.ts";

export const severityOption: OptionSpec = {
  flags: "--fail-on <severity>",
  help: "the lowest severity that makes the run fail",
  choices: ["info", "warning", "error"],
  fallback: "warning",
};

const order: readonly Severity[] = ["info", "warning", "error"];

export const failSeverity = (options: Options): Severity =>
  order.find((one) => one === text(options, "failOn")) ?? "warning";

export const reachesSeverity = (severity: Severity, limit: Severity): boolean =>
  order.indexOf(severity) >= order.indexOf(limit);
