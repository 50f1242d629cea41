import type { Block, KnownBlock } from '@slack/types'

const TYPES: ReadonlySet<string> = new Set<KnownBlock['type']>([
  'actions',
  'context',
  'divider',
  'header',
  'input',
  'section',
])

const isKnown = (block: Block): block is KnownBlock => TYPES.has(block.type)

/** The blocks of a view that can be shown: all, since the workspace lets no others in. */
export function knownBlocks(blocks: Block[]): KnownBlock[] {
  return blocks.filter(isKnown)
}
