/** What the channel is told about, each once for each occasion. */
export const notificationTypes = [
  'ready',
  'failed',
  'deployFailed',
  'crashing',
  'teamChanged',
  'teamGone',
  'expiring',
  'archived',
  'purgeTomorrow',
  'adoption',
] as const
export type NotificationType = (typeof notificationTypes)[number]
