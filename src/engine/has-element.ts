/** Is the text one of the list's? A loop, because lists of events are frozen, and `includes` is slow on those. */
export function hasElement(list: readonly string[], text: string): boolean {
  for (let index = 0; index < list.length; index += 1) if (list[index] === text) return true;
  return false;
}
