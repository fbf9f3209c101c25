import { run } from "../../src/cli/main.ts";
import type { Shell } from "../../src/cli/shell.ts";
import { type MemoryHost, memoryHost } from "../load/memory-host.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly host: MemoryHost;
}

/** Runs one command line over files in memory. */
export async function runIn(
  files: Readonly<Record<string, string | Uint8Array>> | MemoryHost,
  line: readonly string[],
  over: Partial<Shell> & { readonly stdin?: string } = {},
): Promise<Ran> {
  const host = isHost(files) ? files : memoryHost(files, over.stdin);
  let out = "";
  let err = "";
  const code = await run(line, {
    host,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: {},
    outIsTerminal: false,
    errIsTerminal: false,
    columns: undefined,
    today: "2026-03-15",
    ...over,
  });
  return { code, out, err, host };
}

const isHost = (files: object): files is MemoryHost => "readBytes" in files;
