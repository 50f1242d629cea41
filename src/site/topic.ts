/** What the channel is told about, each once for each occasion. */
export const topics = [
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
export type Topic = (typeof topics)[number]
