/** Who may do something. Each lies within the one before: whoever may because of the channel, the owner and admins may too. */
export const audiences = ['everyone', 'channel', 'owner', 'admins'] as const
export type Audience = (typeof audiences)[number]
