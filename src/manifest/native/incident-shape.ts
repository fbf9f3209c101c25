import { bool, date, duration, listOf, member, type ObjectShape, object, oneOf, reference, text } from "./shape.ts";

export const incidentShape: ObjectShape = object({
  shutdown: member(
    object({
      method: member(text(), "how the agent is stopped"),
      ref: member(reference, "the procedure"),
      maxDuration: member(duration, "the longest it may take"),
      testedAt: member(date, "last drill"),
      evidence: member(reference, "the record of the drill"),
    }),
    "stopping the agent",
  ),
  rollback: member(
    object({
      window: member(duration, "how far back"),
      scope: member(listOf(oneOf("config", "data", "actions")), "what can be taken back"),
      method: member(text(), "how"),
      ref: member(reference, "the procedure"),
      testedAt: member(date, "last drill"),
      irreversibleActions: member(listOf(text("plain")), "actions that cannot be taken back", "irreversible"),
    }),
    "taking back actions",
  ),
  playbooks: member(
    listOf(
      object(
        {
          ref: member(reference, "the playbook"),
          scenarios: member(
            listOf(
              oneOf(
                "stolen-identity",
                "prompt-injection",
                "tool-misuse",
                "rogue-agent",
                "poisoned-memory",
                "compromised-connector",
              ),
            ),
            "scenarios it covers",
          ),
          owner: member(text(), "who keeps it"),
          reviewedAt: member(date, "last review"),
        },
        { required: ["ref"] },
      ),
    ),
    "response playbooks",
  ),
  communications: member(
    listOf(
      object(
        {
          stakeholder: member(text(), "who is told"),
          sla: member(duration, "within which time"),
          channel: member(text(), "over which channel"),
          template: member(reference, "the text to send"),
        },
        { required: ["stakeholder"] },
      ),
    ),
    "communication plan",
  ),
  postIncident: member(
    object({
      required: member(bool, "every incident is reviewed"),
      sla: member(duration, "within which time"),
      updates: member(listOf(oneOf("policies", "detections")), "what a review updates"),
      register: member(reference, "the register of incidents"),
      lastReview: member(date, "the last one"),
    }),
    "reviews after incidents",
  ),
});

export const attestationShape: ObjectShape = object(
  {
    item: member(text("item"), "the item it is for"),
    kind: member(text("name"), "what kind of letter it is: a word that the item's control names after `attested by`"),
    statement: member(text(), "what is stated"),
    evidence: member(
      listOf(
        object(
          { uri: member(text("uri"), "where the evidence is kept"), sha256: member(text("sha256"), "its digest") },
          { required: ["uri"] },
        ),
      ),
      "what it rests on",
    ),
    attestedBy: member(text(), "who states it"),
    attestedAt: member(date, "when"),
    expiresAt: member(date, "until when it counts; at most 12 months"),
  },
  { required: ["item", "kind", "statement", "attestedBy", "attestedAt", "expiresAt"] },
);

export const waiverShape: ObjectShape = object(
  {
    item: member(text("item"), "the item it is for"),
    agent: member(text("plain"), "the agent it covers; this one when left out"),
    reason: member(text(), "why"),
    owner: member(text(), "who answers for it"),
    ticket: member(text(), "where it is followed up"),
    expiresAt: member(date, "until when"),
  },
  { required: ["item", "reason", "owner", "expiresAt"] },
);
