import { type NotificationType, notificationTypes } from './notification-type.ts'

/** All steps and observers of the reconciler, as the record, logs, metrics and docs call them. */
export const stepNames = [
  'audit',
  'quota',
  'launch',
  'resize',
  'start',
  'prepare-route',
  'route',
  'set-up',
  'access',
  'environment',
  'share-environment',
  'users',
  'deploy',
  'last-use',
  'picture',
  'unroute',
  'stop',
  'archive',
  'terminate',
  'revoke',
  'remove-environment',
  'purge',
  'owner',
  'card',
  'card-edit',
  'card-left',
  'direct-card',
  'direct-card-edit',
  ...notificationTypes.map(notifyStep),
  'resolve-warning',
  'resolve-adoption',
  'commit-status',
  'pull-request-comment',
  'webhook',
  'head',
  'observe-machine',
  'observe-boot',
  'observe-command',
  'observe-image',
  'observe-archive',
] as const
export type StepName = (typeof stepNames)[number]

/** The step that notifies people of that. */
export function notifyStep<T extends NotificationType>(type: T): `notify-${T}` {
  return `notify-${type}`
}

/**
 * What it means when a step or an observer fails.
 *
 * - `fails-site`: after its last attempt the site is `failed`, until somebody asks for something that may help.
 * - `keeps-trying`: the site is well, and the step is tried for ever.
 * - `notification`: the same. Such a step only tells people something, so what they are told is saved before it runs.
 */
export const failurePolicies = ['fails-site', 'keeps-trying', 'notification'] as const
export type FailurePolicy = (typeof failurePolicies)[number]
