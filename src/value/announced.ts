/** The longest word list entry with its filler fits in here; what stands further away announces nothing. */
const reach = 64;

/**
 * Does one of the words stand right before a place of a text, so that only punctuation and words like `number`, `no`, `is` part the
 * two? `SSN: `, `"ssn": "`, `social security number is `, `userSsn=`. Words are written in lower case and match in any; one with
 * capitals must be written so. A word within a longer one (`lessn`)
 * is none; one may end in punctuation (`sin=`), which must then be there.
 */
export function isAnnounced(text: string, at: number, words: readonly string[]): boolean {
  const before = text.slice(Math.max(0, at - reach), at);
  const readings = [/[\s"'`\\]*$/, /[^A-Za-z0-9]*$/, filler].map((end) => before.replace(end, ""));
  return words.some((word) => readings.some((reading) => endsIn(reading, word)));
}

function endsIn(text: string, word: string): boolean {
  if (!(/[A-Z]/.test(word) ? text : text.toLowerCase()).endsWith(word)) return false;
  const first = text.length - word.length;
  const joint = text.slice(Math.max(0, first - 1), first + 1);
  return !/^[A-Za-z]{2}$/.test(joint) || /^[a-z][A-Z]$/.test(joint);
}

// Tried on at most 64 characters; each repetition is bounded.
const filler =
  /(?:[^A-Za-z0-9]{0,4}(?:numbers?|nummer|numero|num|nos?|nr|ids?|is|are|code|card|value)(?![A-Za-z])){0,2}[^A-Za-z0-9]{0,6}$/i;
