/**
 * The words of a command without what Slack and people put around them: `<https://…|…>` is the address (Slack, "Slash
 * commands", "Escaping"), and a word in backticks, quotes or bold is the word. Mentions stay as Slack writes them.
 */
export function plainWords(text: string): string[] {
  return text
    .replaceAll(/<(https?:[^|>]*)(?:\|[^>]*)?>/gu, '$1')
    .replaceAll(/<mailto:[^|>]*\|([^>]*)>/gu, '$1')
    .normalize('NFKC')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .split(/\s+/u)
    .filter(Boolean)
    .map(bare)
}

/** A word of nothing but such marks is left as it is. */
function bare(word: string): string {
  const plain = word
    .replace(/^[`'"“”‘’«„「『]+|[`'"“”‘’»」』,、。]+$/gu, '')
    .replace(/^([*_~]+)(.+)\1$/u, '$2')
    .replace(/^[`'"“”‘’「『]+|[`'"“”‘’」』,、。]+$/gu, '')
  return plain === '' ? word : plain
}
