/** Why a type-ahead has nothing to offer. */
export const noOffers = [
  'no-repository',
  'no-branch',
  'no-team',
  'repository-first',
  'unreadable',
  'denied',
  'not-installed',
  'limit',
  'unreachable',
  'outsider',
] as const
export type NoOffer = (typeof noOffers)[number]
