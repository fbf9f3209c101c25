import { manifestNotRendered } from "../../diagnostics/manifest.ts";
import type { ManifestDocument } from "../document.ts";
import type { ComposeProject, ComposeService } from "../scan.ts";
import type { Reader } from "./reader.ts";

/**
 * Compose files. `compose.yaml` and its `compose.override.yaml` in one folder are one project, merged by Compose itself;
 * every other file is a project of its own, because only a command line would say what it is merged with.
 */
export const compose: Reader = {
  name: "compose",
  title: "Compose files",
  claimed: [
    "a mapping with `services` and no `apiVersion`, in a file named `compose*.yaml` or `docker-compose*.yaml`",
    "such a mapping in any file, when a service has `image` or `build`",
  ],
  remarks: [
    "`compose.yaml` and `compose.override.yaml` of one folder are one project; every other file is a project of its own.",
    "A service is an agent when it has `models`, depends on an MCP gateway, or is pointed to one.",
    "`include` and `extends` are reported and not followed.",
  ],
  claims({ file, root }) {
    if (root.get("services").kind !== "map" || root.get("apiVersion").exists) return false;
    const named = /(?:^|[/\\])(?:docker-)?compose[^/\\]*\.ya?ml$/i.test(file);
    return (
      named ||
      root
        .get("services")
        .entries()
        .some(([, service]) => service.get("image").exists || service.get("build").exists)
    );
  },
  read(documents, builder) {
    const groups = new Map<string, ManifestDocument[]>();
    for (const document of [...documents].sort(byFile)) {
      const key = projectKey(document.file);
      groups.set(key, [...(groups.get(key) ?? []), document]);
      for (const word of ["include", "extends"] as const) {
        const node = document.root.get(word);
        if (node.exists) builder.report(manifestNotRendered.at(node.keySpan(), { kind: `\`${word}\`` }));
      }
      for (const [, service] of document.root.get("services").entries()) {
        const node = service.get("extends");
        if (node.exists) builder.report(manifestNotRendered.at(node.keySpan(), { kind: "`extends`" }));
      }
    }
    for (const [name, files] of groups) builder.addComposeProject(projectOf(name, files));
  },
};

function projectOf(name: string, files: readonly ManifestDocument[]): ComposeProject {
  const names = new Set(
    files.flatMap(({ root }) =>
      root
        .get("services")
        .entries()
        .map(([service]) => service),
    ),
  );
  const services: ComposeService[] = [];
  const project: ComposeProject = { name, roots: files.map(({ root }) => root), services };
  for (const service of names) {
    const nodes = files.map(({ root }) => root.get("services", service)).filter(({ exists }) => exists);
    services.push({ name: service, project, nodes });
  }
  return project;
}

/** An override shares the key of the file it overrides, and sorts behind it. */
function projectKey(file: string): string {
  return file.replace(/\.override(\.ya?ml)$/i, "$1").replace(/\.yml$/i, ".yaml");
}

const byFile = (left: ManifestDocument, right: ManifestDocument): number => {
  const rank = ({ file }: ManifestDocument): string => `${/\.override\.ya?ml$/i.test(file) ? 1 : 0}${file}`;
  return rank(left) < rank(right) ? -1 : rank(left) > rank(right) ? 1 : 0;
};
