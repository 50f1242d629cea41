import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { createViewContexts } from '../../../views/view-context.ts'
import { readLocalOptions } from '../../../src/local/options.ts'
import { DAY_MS } from '../../../src/site/time.ts'
import type { Tally } from '../../support/chaos/tally.ts'
import { killLeftovers } from '../../support/local-process.ts'
import { seeded } from '../../support/seeded.ts'
import { makeTemporaryDirectory } from '../../support/temporary-directory.ts'
import { type SendRequest, askAtTerminal, askInSlack } from './send-request.ts'
import { checkLife, checkStrays, type Setting } from './check-remains.ts'
import { type LastingProcess, startLasting } from './lasting-process.ts'
import { type Scenario, planTurns, type DesiredState, type Turn } from './scenario.ts'
import { findMachinesLeft } from './machines-left.ts'
import { createPushes, headOf, makeBareRepository, type Pushes } from './pushes.ts'
import { readRemains, type Remains } from './remains.ts'
import { listSites, waitUntilStable, skip, untilSwept } from './wait-until-stable.ts'
import { checkVisit } from './visit.ts'

export interface WaveOptions {
  seed: number
  lives: number
  tally: Tally
}

/** After the one in which they are made. */
const ROUNDS = 3
const KILLS_A_ROUND = 2
const LONGEST_MS_TO_KILL = 700
/** Of the sites that are up, in each round: something is pushed to their branch, and nobody is told. */
const UNHEARD_SHARE = 0.2
/** People who do something at the same moment. */
const AT_ONCE = 4
const OWNERS = ['U0NADIA', 'U0TOM', 'U0AKI']
const CHANNELS = ['C0SPRING', 'C0WEBTEAM']
const REPOSITORIES = ['acme/orchard', 'acme/website', 'acme/shop-api']
/** Past the longest that one can live, and past the day on which its archive is purged. */
const LIFE_MS = 100 * DAY_MS

const NOTHING = { machines: [], images: [], hooks: [], routes: [], quotaEntries: [] }

interface Stage extends Setting {
  lasting: LastingProcess
  lives: { life: Scenario; turns: Record<DesiredState, Turn>[]; desired: DesiredState }[]
  random: () => number
  asks: Record<Turn['door'], SendRequest>
  pushes: Pushes
}

/** Sites that live at once in one process, which is killed again and again, until nothing is left of them. */
export async function liveWave({ seed, lives, tally }: WaveOptions): Promise<void> {
  const data = await makeTemporaryDirectory()
  const clone = await makeTemporaryDirectory()
  let lasting: LastingProcess | undefined
  try {
    await makeBareRepository(data.path, 'acme/orchard')
    lasting = await startLasting(data.path, tally, seeded(seed))
    const stage = await setStage(lasting, await createPushes(clone.path), { seed, lives, tally })
    for (let round = 0; round <= ROUNDS; round++) await playRound(stage, round)
    await playEnd(stage)
    await lasting.end()
    tally.count('lives', lives)
    await Promise.all([data, clone].map((directory) => directory.remove()))
  } catch (error) {
    console.error(lasting?.output())
    console.error(`What is left is in ${data.path}`)
    killLeftovers()
    throw error
  }
}

async function setStage(lasting: LastingProcess, pushes: Pushes, options: WaveOptions): Promise<Stage> {
  const { seed, lives: count, tally } = options
  const { dataDirectory, ports } = lasting
  const main = await lasting.up()
  const { policy } = readLocalOptions(ports, {})
  const siteHost = (name: string) => `${name}.localhost:${main.sitesPort}`
  const siteUrl = (name: string) => `http://${siteHost(name)}`
  const left = await findMachinesLeft(dataDirectory)
  const addresses = { siteHost, siteUrl, ...(left.kind === 'embedded' && { machines: left.kind }) }
  const lives = Array.from({ length: count }, (_, index) => ({
    life: aLife(index),
    turns: planTurns(seed * count + index, ROUNDS + 1, index),
    desired: 'none' as DesiredState,
  }))
  for (const { life } of lives) await pushes.push(main, life)
  return {
    dataDirectory,
    viewContext: createViewContexts({ policy, addresses, locale: 'en' }).everybody(),
    tally,
    left,
    lasting,
    lives,
    random: seeded(seed),
    asks: { slack: askInSlack(), terminal: askAtTerminal(dataDirectory) },
    pushes,
  }
}

function aLife(index: number): Scenario {
  const of = (list: string[]) => list[index % list.length] ?? ''
  const name = `plum-${String(index).padStart(3, '0')}`
  const who = { owner: of(OWNERS), channel: of(CHANNELS) }
  const state = { asked: [], pushes: [], isToEnd: false, isOver: false }
  return { name, repository: of(REPOSITORIES), branch: `feature/${name}`, ...who, ...state }
}

async function playRound(stage: Stage, round: number): Promise<void> {
  const { lives, lasting, random, tally } = stage
  await pushUnheard(stage, round)
  const players = shuffled(
    lives.filter(({ life }) => !life.isOver),
    random,
  )
  const killAfter = new Map(
    Array.from({ length: KILLS_A_ROUND }, () => [Math.floor(random() * players.length), random() * LONGEST_MS_TO_KILL]),
  )
  const next = players.entries()
  // Whether a kill meets a request is chance, but for the first of all, which is made anew in the next round.
  const [, first] = round === 0 ? (next.next().value ?? []) : []
  if (first?.turns[0] !== undefined) {
    await Promise.all([takeTurn(stage, first.life, first.turns[0].none), lasting.kill(0)])
  }
  const play = async () => {
    for (const [index, { life, turns, desired }] of next) {
      const turn = turns[round]?.[desired]
      if (turn !== undefined) await takeTurn(stage, life, turn)
      const afterMs = killAfter.get(index)
      if (afterMs !== undefined) await lasting.kill(afterMs)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, play))
  const heads = new Map(
    await Promise.all(lives.map(async ({ life }) => [life.name, await headOf(stage.dataDirectory, life)] as const)),
  )
  await waitUntilStable(lasting, { heads })
  // Of an image that was begun in the instant of a kill, for a site that was restored before anybody looked, no record tells.
  if (await untilSwept(lasting, isImage)) {
    tally.count('images that the sweep removed')
    await waitUntilStable(lasting, { heads })
  }
  await inspect(stage)
}

/** One at least, where one is up. */
async function pushUnheard({ lives, lasting, tally, pushes, dataDirectory }: Stage, round: number): Promise<void> {
  const up = shuffled(
    lives.filter(({ desired }) => desired === 'up'),
    seeded(round),
  )
  const some = up.slice(0, Math.ceil(up.length * UNHEARD_SHARE))
  if (some.length === 0) return
  await lasting.whileDead(async () => {
    for (const { life } of some) await pushes.pushUnheard(dataDirectory, life)
  })
  tally.count('pushes whose delivery was lost', some.length)
}

async function takeTurn({ lasting, asks, pushes, tally }: Stage, life: Scenario, turn: Turn): Promise<void> {
  for (const intent of turn.intents) {
    const main = await lasting.up()
    if (intent === 'push') {
      await pushes.push(main, life)
      tally.count(`pushes ${life.pushes.at(-1)?.outcome}`)
    } else {
      const asked = await asks[turn.door](main, life, intent)
      life.asked.push(asked)
      tally.count(`requests ${asked.outcome}`)
    }
    await pause(turn.pauseMs)
  }
}

/** What is left when it is killed at rest, and what visitors get when it is there again. */
async function inspect(stage: Stage): Promise<void> {
  const { lasting, lives, tally, dataDirectory } = stage
  await lasting.whileDead(async () => {
    const remains = await readRemains(dataDirectory, stage.left)
    checkStrays(remains, tally)
    for (const one of lives) {
      one.desired = await checkLife(one.life, remains, stage)
      if (one.desired === 'up') await leaveBehind(one.life, remains, stage)
    }
    tally.count('machines seen', remains.machines.length)
    tally.count('images seen', remains.images.length)
    tally.count('webhooks seen', remains.hooks.length)
  })
  const main = await lasting.up()
  for (const { life, desired } of lives) {
    if (desired === 'up') await checkVisit(main, dataDirectory, life, tally)
  }
}

async function leaveBehind(life: Scenario, { sites }: Remains, { left }: Stage): Promise<void> {
  if (life.leftBehind !== undefined) return
  const site = sites.find(({ name }) => name === life.name)
  life.leftBehind = `somebody's work on ${life.name}`
  await left.leave(site?.status.instance?.id ?? '', life.leftBehind)
}

/** Their time is up, by the clock, and so is that of their archives; it is killed on the way. */
async function playEnd(stage: Stage): Promise<void> {
  const { lives, lasting, random, tally } = stage
  for (const { life } of lives) life.isToEnd = true
  for (let turn = 0; turn < 3; turn++) {
    await Promise.all([skip(lasting, LIFE_MS), lasting.kill(random() * 3 * LONGEST_MS_TO_KILL)])
  }
  while ((await listSites(lasting)).length > 0) await skip(lasting, LIFE_MS)
  const main = await lasting.up()
  assert.equal(await main.nextAlarmAt(), undefined, 'an alarm is set, and there is no site')
  await untilSwept(lasting, () => true)
  await lasting.whileDead(async () => {
    const remains = await readRemains(stage.dataDirectory, stage.left)
    checkStrays(remains, tally)
    for (const { life } of lives) await checkLife(life, remains, stage)
    const { machines, images, hooks, routes, quotaEntries } = remains
    assert.deepEqual({ machines, images, hooks, routes, quotaEntries }, NOTHING)
  })
}

function isImage(key: string): boolean {
  return key.startsWith('image ')
}

function shuffled<T>(list: T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
