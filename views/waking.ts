/** What it waits for: the machine's start, its boot, and its programs or set-up. */
export const wakingStages = ['launch', 'boot', 'ready'] as const
export type WakingStage = (typeof wakingStages)[number]

/** Why nobody was woken. */
export type WakeRefusal = 'no-password' | 'wrong-password'
