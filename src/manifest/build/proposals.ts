import type { FactSource } from "../../value/value.ts";
import { last } from "../effective/compose-sandbox.ts";
import { composeSettings, workloadSettings } from "../effective/environment.ts";
import { containersOf } from "../effective/pod-security.ts";
import type { Scan } from "../scan.ts";
import type { AgentDraft } from "./agent-draft.ts";

/** Something that looks like an agent; it takes part in no verdict until a selector or an AgentDeployment names it. */
export interface Proposal {
  readonly name: string;
  readonly why: string;
  readonly source: FactSource;
}

const modelKey =
  /^(?:OPENAI|AZURE_OPENAI|ANTHROPIC|GEMINI|GOOGLE_GENAI|MISTRAL|COHERE|GROQ|TOGETHER|DEEPSEEK|XAI|OPENROUTER|PERPLEXITY|CEREBRAS|HUGGINGFACE|LITELLM)_API_KEY$/;
const agentImage =
  /(?:^|\/)(?:langgraph[a-z-]*|crewai[a-z-]*|autogen[a-z-]*|openhands|n8n|flowise|dify-api|letta|agno[a-z-]*|kagent[a-z-]*|goose|openclaw)(?:[:@]|$)/;

/** Workloads and services that hold a model's API key or run a known agent image, and are no agent yet. */
export function proposalsOf(scan: Scan, agents: readonly AgentDraft[]): readonly Proposal[] {
  const known = new Set(agents.flatMap(({ workloads }) => workloads));
  const knownServices = new Set(agents.map(({ composeService }) => composeService));
  const proposals: Proposal[] = [];
  for (const workload of scan.workloads) {
    if (known.has(workload)) continue;
    const { kind, namespace, name } = workload.resource;
    const key = workloadSettings(workload, scan).items.find((setting) => modelKey.test(setting.name));
    const image = containersOf(workload.podSpec)
      .map((container) => container.get("image"))
      .find((item) => agentImage.test(item.text() ?? ""));
    if (key !== undefined)
      proposals.push({ name: `${kind} ${namespace}/${name}`, why: `it is given ${key.name}`, source: key.source });
    else if (image !== undefined) {
      proposals.push({
        name: `${kind} ${namespace}/${name}`,
        why: "it runs the image of an agent",
        source: image.source(),
      });
    }
  }
  for (const service of scan.composeProjects.flatMap((project) => project.services)) {
    if (knownServices.has(service)) continue;
    const key = composeSettings(service).items.find((setting) => modelKey.test(setting.name));
    const image = last(service, "image");
    const name = `service ${service.project.name}/${service.name}`;
    if (key !== undefined) proposals.push({ name, why: `it is given ${key.name}`, source: key.source });
    else if (agentImage.test(image.text() ?? ""))
      proposals.push({ name, why: "it runs the image of an agent", source: image.source() });
  }
  return proposals;
}
