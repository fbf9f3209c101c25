import type { IConfiguration } from "dependency-cruiser";
export const layers: Readonly<Record<string, readonly string[]>>;
declare const configuration: Required<Pick<IConfiguration, "forbidden" | "options">>;
export default configuration;
