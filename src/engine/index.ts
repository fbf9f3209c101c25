/** The engine alone, without dependencies: what a host needs to admit and decide events with a compiled policy. */

export { type AdmitOptions, admit } from "../event/admit.ts";
export type { Catalogue, Tool } from "../event/catalogue.ts";
export type { Event, InvalidEvent, RawEvent } from "../event/event.ts";
export { type ReadEventResult, readEvent } from "../event/read-event.ts";
export { jsonNumber, jsonNumberFrom } from "../json/json-value.ts";
export { canonicalIr, irDigest } from "./canonical-ir.ts";
export {
  type Decision,
  type Level,
  levels,
  type Obligation,
  type Reason,
  type ReasonClass,
  type ReasonCode,
  type Requirement,
  reasonCodes,
  type Unknown,
} from "./decision.ts";
export type { Clause, InspectedValue } from "./inspect-condition.ts";
export type { InspectedGate, InspectedGrant, Inspection } from "./inspect-event.ts";
export type { IrAgent, IrCondition, IrGate, IrGrant, IrLabelRule, IrTarget, PolicyIr } from "./ir.ts";
export { restoreState, type StateSnapshot, snapshotState } from "./snapshot.ts";
export type { State } from "./state.ts";
export { createEngine, type Engine, type EngineOptions, type StepOptions, type Stepped } from "./step.ts";
