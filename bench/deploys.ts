import assert from 'node:assert/strict'
import { makeMachineFixture } from '../test/machine/machine-fixture.ts'
import { runSetUp } from '../test/machine/run-set-up.ts'
import type { TestMachine } from '../test/machine/test-machine.ts'
import { deliver } from '../test/machine/visit.ts'
import { type App, apps } from './deploys/apps.ts'
import { median } from './median.ts'

// First and later deploys of apps, from a signed push to the new page. The baselines are the same commands run by hand on a machine like that:
// in place, where visitors get errors or half of a deploy meanwhile; and into a new directory, which visitors get once it answers, as they do ours.
// `npm run bench:machine` runs it where the machines are.
const { ROUNDS = '3', APPS = 'flask,vite,next,wordpress' } = process.env
const GOAL = 1.15
const DEPLOYS = ['first', 'in place', 'no gap'] as const
/** Where nginx serves the site without a password, to its own machine alone. */
const LOOK_PORT = 8099
/** Of an nginx in front of what was typed. */
const HAND_PORT = 5009

const fixture = await makeMachineFixture()
try {
  for (const app of apps.filter(({ name }) => APPS.split(',').includes(name))) await measure(app)
} finally {
  await fixture.close()
}

async function measure(app: App): Promise<void> {
  const files = await app.files(fixture)
  const byPush = DEPLOYS.map((): number[] => [])
  const byHand = DEPLOYS.map((): number[] => [])
  for (let round = 0; round < Number(ROUNDS); round++) {
    const repository = await fixture.repository(`${app.name}-${round}`, { 'index.html': 'nothing yet' })
    const [one, other] = [await aMachine(repository.cloneUrl), await aMachine(repository.cloneUrl)]
    for (const deploy of DEPLOYS.keys()) {
      const before = await repository.git('rev-parse', 'HEAD')
      const after = await repository.push({ ...(deploy === 0 && files), ...app.change(deploy + 1) })
      const push = async () => {
        await deliver(one, 'push', { ref: 'refs/heads/main', before, after, deleted: false })
        await one.sh(untilServed(app, LOOK_PORT, deploy))
      }
      const type = () => other.sh(commandsByHand(app, repository.cloneUrl, deploy))
      // In turns: the first one warms the registries' proxy.
      if (round % 2 === 0) byPush[deploy]?.push(await timed(push))
      byHand[deploy]?.push(await timed(type))
      if (round % 2 !== 0) byPush[deploy]?.push(await timed(push))
      // The deploy goes on: it stops the release before once nobody is in the middle of it, and prepares the next one.
      await one.sh('flock /run/testsite.lock true; while pgrep -f [s]pare-release >/dev/null; do sleep 0.1; done')
    }
    await Promise.all([one.remove(), other.remove()])
  }
  for (const [deploy, which] of DEPLOYS.entries()) {
    const [ours, theirs] = [median(byPush[deploy] ?? []), median(byHand[deploy] ?? [])]
    const times = `${ours.toFixed(2).padStart(6)} s, by hand ${theirs.toFixed(2).padStart(6)} s`
    const goal = which === 'in place' ? '' : `  goal ${GOAL} ×: ${ours <= theirs * GOAL ? 'met' : 'not met'}`
    console.log(`${app.name.padEnd(10)} ${which.padEnd(9)}${times}  ${(ours / theirs).toFixed(2)} ×${goal}`)
  }
}

/** A site's, with nothing to build on it yet. */
async function aMachine(cloneUrl: string): Promise<TestMachine> {
  const machine = await fixture.machine(undefined, ['--memory', '2g'])
  await fixture.connect(machine)
  const result = await runSetUp(machine, cloneUrl)
  assert.ok(result.ok, JSON.stringify(result))
  return machine
}

/** By bash alone: a program for each look would take a quarter of a core from the deploy. */
function untilServed({ path }: App, port: number, deploy: number): string {
  const request = String.raw`GET ${path} HTTP/1.0\r\nHost: plum.test.example.com\r\n\r\n`
  return `exec 4<> <(:)
for try in {1..30000}; do
  page=''
  if { exec 3<>/dev/tcp/127.0.0.1/${port}; } 2>/dev/null; then printf '${request}' >&3; IFS= read -r -d '' -t 10 page <&3 || true; exec 3>&-; fi
  if [[ $page == *'version ${deploy + 1}'* ]]; then exit 0; fi
  read -r -t 0.02 -u 4 || true
done
exit 1`
}

function commandsByHand(app: App, cloneUrl: string, deploy: number): string {
  const { tools, build, serve } = app.byHand
  const which = DEPLOYS[deploy]
  const clone = which === 'no gap' ? '/var/lib/app/new' : '/var/lib/app/clone'
  const port = which === 'no gap' ? 5011 : 5010
  const started =
    serve === undefined
      ? ''
      : `${serve} >/dev/null 2>&1 &
until curl -sf -o /dev/null http://127.0.0.1:${port}; do sleep 0.05; done`
  const front =
    serve === undefined
      ? `ln -sfn ${clone} /var/lib/app/site; ${which === 'no gap' ? 'systemctl reload php8.4-fpm' : ''}`
      : `echo 'server { listen ${HAND_PORT}; location / { proxy_pass http://127.0.0.1:${port}; } }' >/etc/nginx/conf.d/hand.conf
nginx -s reload`
  return `set -e
source /etc/testsite/environment/00-mirrors.sh
clone=${clone} port=${port}
as_app() { setpriv --reuid app --regid app --clear-groups env HOME=/var/lib/app port=$port bash -c "cd; [[ ! -d $clone ]] || cd $clone; $1"; }
${which === 'first' ? `{ ${tools}\n} >/dev/null` : ''}
${which === 'in place' ? `as_app 'git pull -q'` : `as_app 'git clone -q --depth 1 ${cloneUrl} ${clone}'`}
{ ${build}
} >/dev/null
${which === 'in place' && serve !== undefined ? `pkill -u app || true\nwhile [[ -n $(ss -Hltn 'sport = :${port}') ]]; do sleep 0.05; done` : ''}
${started}
${which === 'in place' ? '' : front}
${untilServed(app, HAND_PORT, deploy)}`
}

/** In seconds. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}
