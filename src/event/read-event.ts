import { formatJsonPath, type JsonPath } from "../json/json-path.ts";
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from "../json/json-value.ts";
import { copyJson } from "./copy-json.ts";
import { type EventKind, eventKinds, type InvalidEvent, type RawEvent } from "./event.ts";
import { eventShapes, recordablePaths } from "./event-shape.ts";
import { nearestName } from "./nearest-name.ts";
import { findShapeFault, type ShapeFault } from "./shape.ts";
import { createShapeCheck, type ShapeCheck } from "./shape-check.ts";

/** `at` is `path` as steps, to find its place in a text. */
export type ReadEventResult =
  | { readonly ok: true; readonly raw: RawEvent }
  | (InvalidEvent & { readonly at: JsonPath });

/**
 * Reads one record strictly (`language.md` 9): JSON as `readJson` gives it, or a plain object of the host. The record is
 * copied, so the host cannot change it afterwards; see `copyJson` for what plain objects may hold. Unknown members,
 * members of another kind of event, wrong types and broken times are refused, each with the path of the member at fault.
 * What stands inside `args`, `context`, `token.claims` and `content` is not judged here but typed by `admit`. Never throws.
 */
export function readEvent(value: unknown): ReadEventResult {
  const copied = copyJson(value);
  if (!copied.ok) return invalid(undefined, copied);
  const record = copied.value;
  if (!isJsonObject(record)) return invalid(undefined, { path: [], message: "an event is a JSON object" });
  const kind = memberOf(record, "kind");
  const isKind = isEventKind(kind);
  if (isKind && memberOf(record, "not_recorded") === undefined && checks[kind](record)) return succeed(record);
  const shape = isKind ? eventShapes[kind] : undefined;
  const fault =
    shape === undefined ? findKindFault(kind) : (findShapeFault(record, shape, []) ?? findPathFault(record));
  return fault === undefined ? succeed(record) : invalid(record, fault);
}

// The shapes are the type `RawEvent`, member by member; the compiler cannot see it.
const succeed = (record: JsonObject): ReadEventResult => ({ ok: true, raw: record as unknown as RawEvent });

const checks: Readonly<Record<EventKind, ShapeCheck>> = Object.fromEntries(
  Object.entries(eventShapes).map(([kind, shape]) => [kind, createShapeCheck(shape)]),
) as unknown as Readonly<Record<EventKind, ShapeCheck>>;

const isEventKind = (kind: unknown): kind is EventKind => (eventKinds as readonly unknown[]).includes(kind);

function findKindFault(kind: JsonValue | undefined): ShapeFault | undefined {
  return kind === undefined
    ? { path: ["kind"], message: "the member `kind` is missing; every event has one" }
    : findShapeFault(kind, { kind: "choice", values: eventKinds }, ["kind"]);
}

/** A misspelt path in `not_recorded` would turn an unknown into an absence. */
function findPathFault(record: JsonObject): ShapeFault | undefined {
  const paths = memberOf(record, "not_recorded");
  if (!Array.isArray(paths)) return undefined;
  for (const [index, written] of paths.entries()) {
    const path: JsonPath = ["not_recorded", index];
    const segments = String(written).split(".");
    const [root = ""] = segments;
    if (segments.includes(""))
      return { path, message: "found an empty segment; expected a path such as `args.amount`" };
    if (!recordablePaths.includes(root)) {
      const near = nearestName(root, recordablePaths);
      const help =
        near === undefined ? `a path starts with one of ${recordablePaths.join(", ")}` : `did you mean \`${near}\`?`;
      return { path, message: `no field of an event starts with this segment; ${help}` };
    }
  }
  return undefined;
}

function invalid(
  record: JsonObject | undefined,
  { path, message }: ShapeFault,
): InvalidEvent & { readonly at: JsonPath } {
  const id = record === undefined ? undefined : memberOf(record, "id");
  return {
    kind: "invalid",
    id: typeof id === "string" ? id : undefined,
    path: formatJsonPath(path),
    message,
    at: path,
  };
}
