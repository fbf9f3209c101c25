const maxLength = 1024;
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;

/** May an event carry this as an id, a session or a tool: 1 to 1024 characters, no control character? */
export const isEventName = (text: string | undefined): text is string =>
  text !== undefined && text !== "" && text.length <= maxLength && !controlCharacter.test(text);
