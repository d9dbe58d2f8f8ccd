import { EXIT } from '../frame/exit.ts'
import { integer } from '../frame/option.ts'
import { verb } from '../frame/verb.ts'
import { counted } from '../frame/words.ts'

export const demoEndpointVerb = verb({
  name: 'demo-endpoint',
  lines: '{url, samples}, once it listens',
  about: `
Speaks SGLang's protocol on loopback: chat completions (streamed or not), /v1/models, /health. It answers
with recorded response number seed (0..15); n > 1 answers seed .. seed + n - 1. A prompt that is not one of
the samples gets a clear error, not an invention. \`--endpoint demo:\` needs no demo-endpoint running.`,
  positionals: [],
  options: { port: integer('P', 'port to listen at (default: any free one)', { least: 0, most: 65535, fallback: 0 }) },
  examples: ['longview demo-endpoint --port 30000'],
  async run({ out, notes, stop, json }, values) {
    const { startDemoEndpoint } = await import('../../engine/rollout/demo/index.ts')
    const endpoint = await startDemoEndpoint({ port: values.port })
    if (json) await out.json({ url: endpoint.url, samples: endpoint.samples })
    else await out.text(endpoint.url)
    notes.note(`Plays the recorded responses to ${counted(endpoint.samples, 'sample')}; Ctrl-C ends it.`)
    await stop.asked
    await endpoint.close()
    return EXIT.well
  },
})
