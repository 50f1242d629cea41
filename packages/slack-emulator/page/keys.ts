/** Enter that is meant for us: while text is being converted (Japanese, Chinese), Enter belongs to the input method. */
export function isEnter(event: KeyboardEvent): boolean {
  // Safari has ended the composition by then, and says so by the key code only.
  return event.key === 'Enter' && !event.isComposing && event.keyCode !== 229
}
