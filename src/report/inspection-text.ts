import { wrap } from "./display-width.ts";
import { visible } from "./escape.ts";
import { renderTable } from "./table.ts";

/** What a bundle holds, as `inspect` shows it. Nothing here says that the bundle is anybody's. */
export interface Inspection {
  readonly schema: string;
  readonly file: string;
  readonly format: number;
  /** Of the whole bundle. */
  readonly digest: string;
  readonly compiler: string;
  /** SHA-256 of the compiled policy: what decisions are recorded under. */
  readonly policyDigest: string;
  /** What the sources compile to; null: they do not compile to the policy in the bundle. */
  readonly policy: {
    readonly name: string;
    readonly version: number;
    readonly language: number;
    readonly agents: readonly string[];
    readonly tools: readonly string[];
    /** Those that the sources name. */
    readonly gates: readonly string[];
  } | null;
  readonly builtIns: readonly string[];
  readonly files: readonly {
    readonly path: string;
    readonly kind: string;
    readonly sha256: string;
    readonly bytes: number;
  }[];
  /** What the signature says of itself; null: there is none. */
  readonly signature: { readonly algorithm: string; readonly kid: string; readonly verified: false } | null;
}

/** For a person. */
export function inspectionText(inspection: Inspection): string {
  const { policy, signature, files } = inspection;
  const rows: readonly (readonly [string, string])[] = [
    ["bundle", `${inspection.file}, format ${inspection.format}, by sallyport ${inspection.compiler}`],
    ["digest", `sha256 ${inspection.digest}`],
    [
      "policy",
      policy === null
        ? "not shown, as the sources do not compile to it here"
        : `${policy.name} version ${policy.version}, language ${policy.language}`,
    ],
    ["compiled", `sha256 ${inspection.policyDigest}`],
    ...(policy === null
      ? []
      : ([
          ["agents", listOf(policy.agents)],
          ["tools", listOf(policy.tools)],
          ["gates", listOf(policy.gates)],
        ] as const)),
    ["needs", listOf(inspection.builtIns)],
    [
      "signature",
      signature === null
        ? "none that can be read: nobody vouches for this bundle"
        : `NOT verified here; it says: key ${signature.kid}, ${signature.algorithm} (sallyport verify-bundle checks it)`,
    ],
  ];
  // A digest is compared as a whole, so it is never cut or broken.
  const table = renderTable(
    [{ title: "file" }, { title: "kind" }, { title: "bytes", align: "right" }, { title: "sha256" }],
    files.map(({ path, kind, bytes, sha256 }) => [visible(path), kind, String(bytes), sha256]),
    { width: Number.MAX_SAFE_INTEGER, ascii: false, indent: "", dim: (text) => text },
  );
  return [...rows.flatMap(([name, text]) => row(name, text)), "", ...table, ""].join("\n");
}

const indent = 11;

function row(name: string, text: string): readonly string[] {
  const [first = "", ...rest] = wrap(visible(text), 100 - indent);
  return [`${name.padEnd(indent)}${first}`, ...rest.map((line) => " ".repeat(indent) + line)];
}

const listOf = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));
