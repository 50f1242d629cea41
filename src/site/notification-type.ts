/** What people are notified of, once for each trigger. */
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
  'changedByOther',
  'guessing',
  'pageChanged',
] as const
export type NotificationType = (typeof notificationTypes)[number]
