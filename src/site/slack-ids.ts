/** What Slack's ids look like. Other people have other ids: sites of pull requests, and those made in a terminal, may be theirs. */
export const USER_ID = /^[UW][A-Z0-9]+$/
export const USER_GROUP_ID = /^S[A-Z0-9]+$/
/** Public channels begin with C, some private ones with G. */
export const CHANNEL_ID = /^[CG][A-Z0-9]{2,}$/

export function isSlackUser(id: string): boolean {
  return USER_ID.test(id)
}
