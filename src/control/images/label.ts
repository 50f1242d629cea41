/** How many characters a label may have: as many as an option in Slack. */
export const MAX_LABEL = 75

export function isLabel(text: string): boolean {
  return /^[^\p{C}<>]+$/u.test(text) && text.trim() === text && text.length <= MAX_LABEL
}
