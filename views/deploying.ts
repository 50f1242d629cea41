import { knownDeployStage } from '../src/site/machine-facts.ts'
import type { Deploying } from '../src/site/site.ts'
import type { ViewContext } from './view-context.ts'

/** What a machine is doing, and how long that took the last time; '' for nothing, and for what has no words. */
export function deployingLine(deploying: Deploying | undefined, { texts }: ViewContext): string {
  const stage = knownDeployStage(deploying?.stage)
  if (stage === undefined) return ''
  const { card, duration } = texts
  if (deploying?.usualMs === undefined) return card.deploying[stage]
  return `${card.deploying[stage]} · ${card.usuallyTakes({ duration: duration(deploying.usualMs) })}`
}
