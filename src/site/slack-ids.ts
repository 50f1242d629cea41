/** Slack's ids. Owners can have other ids: of sites of pull requests, and of those made in a terminal. */
export const USER_ID = /^[UW][A-Z0-9]+$/
export const USER_GROUP_ID = /^S[A-Z0-9]+$/
export const USER_OR_GROUP_ID = /^[UWS][A-Z0-9]+$/
/** Of a field that a workspace has added to its people's profiles. */
export const PROFILE_FIELD_ID = /^Xf[A-Z0-9]+$/
/** Public channels begin with C, some private ones with G. */
export const CHANNEL_ID = /^[CG][A-Z0-9]{2,}$/

export function isSlackUser(id: string): boolean {
  return USER_ID.test(id)
}
