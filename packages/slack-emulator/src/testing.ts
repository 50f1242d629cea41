/** For tests: what Slack checks of views and messages, what is in them, and requests signed as Slack signs them. */
export { checkHome, checkMessageBlocks, checkModal } from './block-kit/check.ts'
export { option } from './block-kit/composition.ts'
export { elementsOf, type BlockElement, type LocatedElement } from './block-kit/elements-of.ts'
export { readManifest } from './manifest.ts'
export { signRequest, type SlackRequest } from './app-link.ts'
