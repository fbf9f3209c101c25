/** Work that is done one piece after the other, in the order in which it was given; a piece that fails holds up nothing. */
export type Serial = <T>(work: () => T | Promise<T>) => Promise<T>;

export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
}
