import type { Declaration, ParsedFile, PolicyHeader, UsePack } from "../ast/parsed.ts";
import {
  notAPack,
  notInPack,
  packChanged,
  packCycle,
  packNotFound,
  packNotPinned,
  packOverLimit,
} from "../diagnostics/packs.ts";
import { checkHeaders } from "./check-headers.ts";
import { collectDeclarations, type Declarations } from "./collect-declarations.ts";
import { dropCopies } from "./drop-copies.ts";
import { packDigest } from "./pack-digest.ts";
import type { Report } from "./report.ts";

/** The files of the pack that a use of it names; undefined if there are none. */
export type ReadPack = (fromFile: string, path: string) => readonly ParsedFile[] | undefined;

/** The files of a pack as one. */
export interface Pack {
  readonly header: PolicyHeader;
  readonly files: readonly ParsedFile[];
  readonly declared: Declarations;
  readonly digest: string;
}

/** Packs may use packs so deep. */
export const deepestPacks = 4;

/** What a use leads to, pinned and of the right kind; undefined after an error that leaves nothing to check. `around`: the packs that use it. */
export function readPack(use: UsePack, around: readonly Pack[], read: ReadPack, report: Report): Pack | undefined {
  const { path, span } = use;
  const files = read(span.file, path.text);
  const [first] = files ?? [];
  if (files === undefined || first === undefined) {
    report.add(packNotFound.at(path.span, { path: path.text }));
    return undefined;
  }
  const again = around.findIndex((one) => one.files.some(({ file }) => file === first.file));
  if (again >= 0) {
    const names = around.slice(again).map(({ header }) => header.name.text);
    report.add(packCycle.at(path.span, { cycle: [...names, names[0] ?? ""] }));
    return undefined;
  }
  if (around.length >= deepestPacks) {
    report.add(packOverLimit.at(path.span, { problem: `packs use packs at most ${deepestPacks} deep` }));
    return undefined;
  }
  if (files.some(({ header }) => header?.kind === "policy")) {
    report.add(notAPack.at(path.span, { path: path.text }));
    return undefined;
  }
  const pack = joinPack(files, withUse(report, use));
  if (pack !== undefined) checkPin(use, pack, report);
  return pack;
}

const held = ["gate", "connector", "label", "let", "param", "use-pack"] as const;
type Held = Extract<Declaration, { readonly kind: (typeof held)[number] }>;

/** Whether a pack may have it. */
const isHeld = (declaration: Declaration): declaration is Held =>
  (held as readonly string[]).includes(declaration.kind);

/** The declarations of all files of a pack; undefined when none says which pack it is. */
export function joinPack(files: readonly ParsedFile[], report: Report): Pack | undefined {
  const header = checkHeaders(files, report);
  const declared = collectDeclarations(dropCopies(files, report), report);
  for (const declaration of files.flatMap(({ declarations }) => declarations)) {
    // Every kind of declaration that is not held has a reason, or this does not compile.
    if (!isHeld(declaration)) report.add(notInPack.at(declaration.span, { kind: declaration.kind }));
  }
  return header === undefined ? undefined : { header, files, declared, digest: packDigest(files) };
}

function checkPin(use: UsePack, { header, digest }: Pack, report: Report): void {
  if (use.digest?.text === digest) return;
  const pin = `sha256 "${digest}"`;
  const place = use.digest?.span ?? { ...use.path.span, start: use.path.span.end };
  const text = use.digest === undefined ? ` ${pin}` : `"${digest}"`;
  const fixes = [{ title: `pin the pack as it is: \`${pin}\``, safe: false, edits: [{ ...place, text }] }];
  const args = { pack: header.name.text, digest };
  report.add(
    use.digest === undefined
      ? packNotPinned.at(use.path.span, args, { fixes })
      : packChanged.at(use.digest.span, args, { fixes }),
  );
}

/** A mistake in a pack shows which use of it leads there: another policy may not have it. */
export const withUse = (report: Report, { path }: UsePack): Report => ({
  ...report,
  add: (diagnostic) =>
    report.add({
      ...diagnostic,
      spans: [...diagnostic.spans, { ...path.span, label: "the pack is used here", primary: false }],
    }),
});
