import { describe, expect, it } from "vitest";
import { granted, told } from "./told.ts";

const found = (declarations: string) => told("wide-pattern", granted + declarations);

describe("an entry that holds far more than anybody's own", () => {
  it.each([
    [
      'gate x on send { unless args.site in domain ["example.com", "*.com"]  deny }',
      '"*.com" holds every domain that ends so',
    ],
    ['gate x on send { when args.site not in domain ["*.co.uk"]  deny }', '"*.co.uk" holds every domain that ends so'],
    [
      'gate x on send { unless every t in nonempty args.to: t in domain ["*.de"]  deny }',
      '"*.de" holds every domain that ends so',
    ],
    ['connector c for send { egress to ["*.dev"] }', '"*.dev" holds every domain that ends so'],
    ['gate x on send { unless args.from in cidr ["0.0.0.0/0"]  deny }', '"0.0.0.0/0" holds every IPv4 address'],
    ['gate x on send { unless args.from in cidr ["8000::/1"]  deny }', '"8000::/1" holds every second IPv6 address'],
  ])("is told where it opens: %s", (declarations, message) => {
    expect(found(declarations).map(([, said]) => said)).toEqual([message]);
  });

  it.each([
    'gate x on send { when args.site in domain ["*.zip", "*.ru"]  deny }',
    'gate x on send { unless args.site in domain ["*.example.com", "*.corp", "*.internal", "*.svc", "com.example"]  deny }',
    'gate x on send { unless args.from in cidr ["10.0.0.0/8", "fd00::/8"]  deny }',
    'connector c for send { egress to ["api.example.co.uk", "*.example.de"] }',
  ])("is not: %s", (declarations) => {
    expect(found(declarations)).toEqual([]);
  });
});
