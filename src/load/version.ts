/** Put in place by the build: a digest of everything it emitted for the command line. */
declare const SALLYPORT_BUILD: string | undefined;

/** The version of this package; a test keeps it equal to `package.json`. Part of every cache key and report. */
export const version = "0.1.0";

/** Tells builds of one version apart: what one of them remembers is nothing to another. */
export const build: string = typeof SALLYPORT_BUILD === "undefined" ? "unbuilt" : SALLYPORT_BUILD;
