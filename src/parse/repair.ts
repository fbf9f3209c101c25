import type { TokenType } from "chevrotain";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../source/span.ts";
import type { Enclosure } from "./enclosing-blocks.ts";
import { type GateToken, retype } from "./read-tokens.ts";

/** A declaration's tokens as its author meant them, and what had to be repaired for that. */
export interface RepairedTokens {
  readonly tokens: readonly GateToken[];
  readonly mistakes: readonly Diagnostic[];
}

/** A token that may be a slip, and what is around it. */
export interface Place {
  readonly file: string;
  readonly token: GateToken;
  readonly before: GateToken | undefined;
  readonly next: GateToken | undefined;
  readonly enclosure: Enclosure;
  /** `=` stands here behind a name that it gives a meaning, so it is no slip of `==`. */
  readonly isValueSign: boolean;
}

export type Repair = (place: Place) => RepairedTokens | undefined;

export const spanOf = (file: string, token: GateToken): Span => ({
  file,
  start: token.startOffset,
  end: token.endOffset + 1,
});

export const dropped = (mistake: Diagnostic): RepairedTokens => ({ tokens: [], mistakes: [mistake] });

export const repaired = (
  token: GateToken,
  type: TokenType,
  mistake: Diagnostic,
  image = token.image,
): RepairedTokens => ({
  tokens: [retype(token, type, image)],
  mistakes: [mistake],
});
