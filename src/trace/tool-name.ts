const hostPrefix = "mcp__";

/**
 * A host's spelling of an MCP tool, `mcp__SERVER__TOOL`, as the catalogue's name `SERVER.TOOL` (`language.md` 1). The
 * server ends at the first double underscore, as in the hosts that write this form. Every other name stays as it is.
 */
export function toolName(written: string): string {
  if (!written.startsWith(hostPrefix)) return written;
  const split = written.indexOf("__", hostPrefix.length + 1);
  if (split < 0 || split + 2 >= written.length) return written;
  return `${written.slice(hostPrefix.length, split)}.${written.slice(split + 2)}`;
}
