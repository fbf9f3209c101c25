import { compilePolicy, type EmittedCode } from "../compile-policy.ts";
import type { PolicyIr } from "../ir.ts";
import { createEngineWith, type Engine, type EngineOptions } from "../step.ts";

/** The engine of an emitted module: its code finds truths and levels; what explains them is compiled when asked for. */
export const createEmittedEngine = (
  ir: PolicyIr,
  code: EmittedCode,
  options: Omit<EngineOptions, "engine"> = {},
): Engine => createEngineWith((policy, setting, past) => compilePolicy(policy, setting, past, code), ir, options);
