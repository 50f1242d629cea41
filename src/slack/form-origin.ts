import type { FormContext } from '../../views/action-ids.ts'

/** What a form remembers of where it was asked for. */
export function formOrigin({
  channel,
  thread,
}: {
  channel?: string | undefined
  thread?: string | undefined
}): Pick<FormContext, 'channel' | 'thread'> {
  return { ...(channel !== undefined && { channel }), ...(thread !== undefined && { thread }) }
}
