/** Parsed flags of one command, by the camel-cased long name. */
export type Options = Readonly<Record<string, unknown>>;

export const flag = (options: Options, name: string): boolean => options[name] === true;

export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

export function list(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** A mistake in flags or arguments: printed with its words, exit 2. Thrown by commands before they do anything. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Told by its name: commands are built apart from the code that runs them, each with a class of its own. */
export const isUsageError = (error: unknown): error is UsageError =>
  error instanceof Error && error.name === "UsageError";
