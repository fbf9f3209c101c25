import { type Action, actionHash } from "./action-hash.ts";
import { contentHash } from "./content-hash.ts";
import type { EventHashes, RawEvent } from "./event.ts";

/**
 * Hashes that are made when first asked for, and once: most decisions need neither, and hashing costs more than deciding.
 * `actionOf` says what the action hash is about, undefined where no gate can act on the event. It must be pure.
 */
export const lazyHashes = (raw: RawEvent, actionOf: () => Action | undefined): EventHashes =>
  new LazyHashes(raw, actionOf);

/** Hashes that are known, as from a snapshot. */
export const knownHashes = (action: string | undefined, content: string): EventHashes => ({
  action: () => action,
  content: () => content,
});

/** A class, so that what is remembered stays inside and no copy of an event loses it. */
class LazyHashes implements EventHashes {
  readonly #raw: RawEvent;
  readonly #actionOf: () => Action | undefined;
  #action: { readonly hash: string | undefined } | undefined;
  #content: string | undefined;

  constructor(raw: RawEvent, actionOf: () => Action | undefined) {
    this.#raw = raw;
    this.#actionOf = actionOf;
  }

  action(): string | undefined {
    if (this.#action === undefined) {
      const action = this.#actionOf();
      this.#action = { hash: action === undefined ? undefined : actionHash(action) };
    }
    return this.#action.hash;
  }

  content(): string {
    this.#content ??= contentHash(this.#raw);
    return this.#content;
  }
}
