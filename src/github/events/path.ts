/** Where the webhook of the GitHub App leads, on the slack function's address. */
export const GITHUB_EVENTS_PATH = '/github/events'
