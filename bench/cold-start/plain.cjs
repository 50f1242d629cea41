// The baseline: what one writes first, straight from the documentation, with nothing bundled.
const { App, AwsLambdaReceiver } = require('@slack/bolt')
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb')

const client = new DynamoDBClient({})
const receiver = new AwsLambdaReceiver({ signingSecret: process.env.BENCH_SIGNING_SECRET })
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench' }) })

app.command('/testsite', async ({ ack }) => {
  await ack(`Hello from ${client.config.serviceId}`)
})

exports.handler = receiver.toHandler()
