/** The version of this package; a test keeps it equal to `package.json`. Part of every cache key and report. */
export const version = "0.1.0";
