/** Who may do something. Each includes those after it: what the channel may do, the owner and admins may do too. */
export const audiences = ['everyone', 'channel', 'owner', 'admins'] as const
export type Audience = (typeof audiences)[number]
