import type { Refusal } from "../simulate/simulation.ts";

/** A refused input in one line. */
export const refusalLine = ({ file, line, column, code, message }: Refusal): string =>
  `${line === undefined ? file : `${file}:${line}:${column ?? 1}`}: ${message} [${code}]`;
