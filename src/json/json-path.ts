/** Where a value stands in a document: keys and zero-based indices from the root. */
export type JsonPath = readonly (string | number)[];

/** The path as users read it: `items[0].name`, odd keys quoted (`a["b c"]`), the root as the empty string. */
export function formatJsonPath(path: JsonPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!/^[A-Za-z_$][A-Za-z0-9_$-]*$/.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
