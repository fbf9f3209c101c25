import { assertNever } from "../source/assert-never.ts";
import type { Type } from "../value/type.ts";

/** A type in the words of a message, with its article. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case "bool":
      return "true or false";
    case "int":
      return "a whole number";
    case "decimal":
      return "a number";
    case "percent":
      return 'a number from 0 to 1, or a percentage such as "97%"';
    case "duration":
      return 'a duration such as "15m"';
    case "timestamp":
      return "an RFC 3339 time with a zone";
    case "money":
      return type.unit === "minor" ? "an amount in minor units, a whole number" : "an amount, a number";
    case "string":
      return type.values === undefined ? "a text" : `one of ${type.values.map((value) => `"${value}"`).join(", ")}`;
    case "email":
      return "an e-mail address";
    case "domain":
      return "a domain name";
    case "path":
      return "a file path";
    case "cidr":
      return "an IP address or range";
    case "iban":
      return "an IBAN";
    case "phone":
      return "a phone number";
    case "url":
      return "an absolute URL";
    case "command":
      return "a shell command, a text";
    case "texts":
      return "a list of texts";
    case "list":
      return "a list";
    case "record":
      return "an object";
    case "labels":
      return "a list of labels";
    case "principal":
      return "the name of a principal";
    case "json":
      return "any JSON";
    default:
      return assertNever(type);
  }
}
