/** GitHub sends up to 25 MB ("Webhook events and payloads"), but only kilobytes of the events that are used here. */
export const MAX_EVENT_BYTES = 1024 * 1024

export interface EventReply {
  status: number
  headers: Record<string, string>
  /** A line for GitHub's list of deliveries. */
  body: string
}

export function eventReply(status: number, body: string, headers: Record<string, string> = {}): EventReply {
  return {
    status,
    body,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  }
}
