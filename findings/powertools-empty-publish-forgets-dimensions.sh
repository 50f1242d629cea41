#!/usr/bin/env bash
# @aws-lambda-powertools/metrics 2.36.0: publishing nothing forgets the dimensions.
#
# Expected: a dimension that is set once, before a loop, say, counts for all metrics that are published after it, or at least for the
# next ones.
# Seen: publishStoredMetrics() without metrics only warns, and clears the dimensions all the same. What's published next has another
# set of dimensions, so it's another metric: alarms and graphs miss it without an error.
#
# Output when written (2026-11-30, Node 20.20):
#   dimensions: service, env
#   dimensions after an empty publish: service
#
# Exits with 0 while that is so. Needs node, npm and a registry.
set -euo pipefail
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @aws-lambda-powertools/metrics@2.36.0

cat >run.mjs <<'JS'
import { Metrics } from '@aws-lambda-powertools/metrics'

console.warn = () => {}
function dimensions(publishesNothing) {
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const metrics = new Metrics({ namespace: 'fruit', serviceName: 'plum', logger })
  metrics.addDimension('env', 'test')
  if (publishesNothing) metrics.publishStoredMetrics()
  metrics.addMetric('eaten', 'Count', 1)
  return metrics.serializeMetrics()._aws.CloudWatchMetrics[0].Dimensions[0].join(', ')
}
const said = [dimensions(false), dimensions(true)]
console.log(`dimensions: ${said[0]}\ndimensions after an empty publish: ${said[1]}`)
process.exitCode = said.join() === 'service, env,service' ? 0 : 1
JS
node run.mjs
