/** A stack's name, unless its settings say otherwise. */
export const DEFAULT_STACK = 'pokopoko'

export const functionNames = ['slack', 'reconcile', 'sweep', 'bake', 'gateway'] as const
export type FunctionName = (typeof functionNames)[number]

/** A function's name in the account. */
export const deployedName = (stack: string, name: FunctionName): string => `${stack}-${name}`

/** Sources of events that couldn't be handled: the table's stream, EventBridge and Lambda, Scheduler. */
export const deadLetterKinds = ['stream', 'events', 'schedules'] as const
export type DeadLetterKind = (typeof deadLetterKinds)[number]

/** A dead-letter queue's name in the account. */
export const deadLetterQueueName = (stack: string, kind: DeadLetterKind): string => `${stack}-${kind}-failures`
