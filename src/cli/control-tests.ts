import type { CheckedPolicy } from "../ast/checked.ts";
import { type ControlTestResult, runControlTests } from "../audit/run-control-tests.ts";
import { loadManifests } from "../load/load-manifests.ts";
import { folderOf, join, relativeTo } from "../load/paths.ts";
import { readDeployment } from "../manifest/read-deployment.ts";
import type { Deployment } from "../model/model.ts";
import { titleMatches } from "../simulate/run-tests.ts";
import type { Context } from "./command.ts";

/** Runs the tests of a policy over deployments; the folder each names is read relative to its file. */
export async function controlTests(
  policy: CheckedPolicy,
  context: Context,
  glob: string | undefined,
): Promise<readonly ControlTestResult[]> {
  const { host } = context.shell;
  const deployments = new Map<string, Deployment | string>();
  const placeOf = (file: string, written: string): string => relativeTo(host.folder, join(folderOf(file), written));
  const tests = policy.tests.filter(
    ({ on, title }) => on !== undefined && (glob === undefined || titleMatches(glob, title.text)),
  );
  for (const { on } of tests) {
    if (on === undefined) continue;
    const place = placeOf(on.span.file, on.text);
    if (!deployments.has(place)) deployments.set(place, await readPlace(context, place));
  }
  return runControlTests(
    policy.controls,
    tests,
    ({ on }) =>
      (on === undefined ? undefined : deployments.get(placeOf(on.span.file, on.text))) ?? "it names no folder",
    context.asOfMs,
  );
}

/** What the folder holds, or why a test over it proves nothing. */
async function readPlace(context: Context, place: string): Promise<Deployment | string> {
  const manifests = await loadManifests(context.shell.host, [place], undefined);
  const [problem] = [...manifests.notFound, ...manifests.unreadable];
  if (problem !== undefined) return problem.message;
  const read = readDeployment(manifests.sources, {
    complete: [],
    agents: [],
    ...(manifests.knownFiles === undefined ? {} : { knownFiles: manifests.knownFiles }),
  });
  const [refusal] = read.refusals;
  if (refusal !== undefined) return `${refusal.spans[0]?.file ?? place}: ${refusal.message}`;
  return read.agents.length === 0 ? `there is no agent in ${place}` : read.deployment;
}
