import { importers } from "../../src/trace/importers/index.ts";
import { bullets, cell, codeCell, pageHead, pageOf, table, words } from "./markdown.ts";

/** One row for each importer, and its remarks. */
export const traceFormatsPage = (): string =>
  pageOf([
    ...pageHead(
      "Trace formats",
      "Every format is imported into the same [event](events.md). The format is found by the content, never by the file's name; where two fit equally " +
        "well the file is refused, and `--trace-format NAME` decides. Files may be packed with gzip.",
      "What a format cannot record is listed as `not_recorded` in each event that lacks it. Conditions on it are unknown, and [assumptions](events.md#assumptions) may fill " +
        "it. A record that is wrong is refused with its place and makes the run incomplete (exit 4); one that is in order but no event is skipped, with a reason.",
    ),
    table(
      ["format", "reads", "cannot record"],
      importers.map(({ format, title, notRecorded }) => [
        `[\`${format}\`](#${format})`,
        cell(title),
        notRecorded.length === 0 ? "" : [...notRecorded].sort().map(codeCell).join(" "),
      ]),
    ),
    ...importers.flatMap(({ format, remarks }) => [`## ${format}`, bullets(remarks.map(words))]),
  ]);
