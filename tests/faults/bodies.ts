/** Bodies as real servers sent them (SGLang 0.5.23, sglang-router 0.3.2, smg 1.13.0, vLLM 0.32, llama.cpp). */
export interface RealAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

const flat = (status: number, message: string, type = 'BadRequestError'): RealAnswer => ({
  status,
  body: JSON.stringify({ object: 'error', message, type, param: null, code: status }),
})

export const BODIES = {
  context: flat(400, "The input (10250 tokens) is longer than the model's context length (2048 tokens)."),
  contextNative: {
    status: 400,
    body: JSON.stringify({
      error: { message: "The input (10241 tokens) is longer than the model's context length (2048 tokens)." },
    }),
  },
  requested: flat(
    400,
    "Requested token count exceeds the model's maximum context length of 2048 tokens. You requested a total of 2300 tokens: 300 tokens from the input messages and 2000 tokens for the completion. Please reduce the number of tokens in the input messages or the completion to fit within the limit.",
  ),
  kvPool: flat(
    400,
    'Input length (9000 tokens) exceeds the maximum allowed length (8192 tokens). Use a shorter input or enable --allow-auto-truncate.',
  ),
  maxTokens: flat(
    400,
    'max_completion_tokens is too large: 204800.This model supports at most 2048 completion tokens.',
  ),
  nZero: flat(400, 'range() arg 3 must not be zero', 'BadRequest'),
  duplicateRid: flat(400, 'Duplicate request ID detected: lv-0123'),
  validation: flat(
    400,
    "1 validation errors:\n  {'type': 'float_parsing', 'loc': ('body', 'temperature')}\n\n  File \"/opt/venv/lib/python3.11/site-packages/sglang/srt/entrypoints/http_server.py\", line 1870, in openai_v1_chat_completions\n    POST /v1/chat/completions",
  ),
  queueFull: flat(503, 'The request queue is full.', '503'),
  unauthorized: { status: 401, body: JSON.stringify({ error: 'Unauthorized' }) },
  notFound: { status: 404, body: JSON.stringify({ detail: 'Not Found' }) },
  oom: flat(500, 'KV cache pool is full. Retract request.', 'InternalServerError'),
  routerN: {
    status: 400,
    body: JSON.stringify({
      error: {
        message: 'n: Validation error: range [{"max": Number(10), "min": Number(1), "value": Number(16)}]',
        type: 'invalid_request_error',
        code: 400,
      },
    }),
  },
  routerNoWorkers: {
    status: 503,
    headers: { 'x-smg-error-code': 'no_available_workers', 'x-request-id': 'chatcmpl-1' },
    body: JSON.stringify({
      error: {
        type: 'Service Unavailable',
        code: 'no_available_workers',
        message: 'No available workers (all circuits open or unhealthy)',
      },
    }),
  },
  routerUpstream: {
    status: 500,
    headers: { 'x-smg-error-code': 'call_upstream_request_error' },
    body: JSON.stringify({
      error: {
        type: 'Internal Server Error',
        code: 'call_upstream_request_error',
        message: 'error sending request for url (http://127.0.0.1:31002/v1/chat/completions). URL: …',
      },
    }),
  },
  routerTimeout: { status: 504, body: '' },
  routerRate: { status: 429, body: '' },
  /** A streamed request: a JSON body under the stream's content type. */
  routerContext: {
    status: 400,
    headers: { 'content-type': 'text/event-stream' },
    body: JSON.stringify({
      object: 'error',
      message: "The input (10250 tokens) is longer than the model's context length (2048 tokens).",
      type: 'BadRequestError',
      param: null,
      code: 400,
    }),
  },
  smgNoWorker: {
    status: 404,
    body: JSON.stringify({
      error: {
        type: 'invalid_request_error',
        code: 'model_not_found',
        message: "No worker available for model 'tiny'",
        param: null,
      },
    }),
  },
  vllmContext: {
    status: 400,
    body: JSON.stringify({
      error: {
        message:
          "This model's maximum context length is 2048 tokens. However, your prompt contains at least 2049 input tokens, … (parameter=input_tokens, value=2049)",
        type: 'BadRequestError',
        param: 'input_tokens',
        code: 400,
      },
    }),
  },
  llamaContext: {
    status: 400,
    headers: { connection: 'close' },
    body: JSON.stringify({
      error: {
        code: 400,
        message: 'request (4106 tokens) exceeds the available context size (2048 tokens), try increasing it',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 4106,
        n_ctx: 2048,
      },
    }),
  },
  html: {
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><html><head><title>Welcome to nginx!</title></head></html>',
  },
  badGateway: {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html><head><title>502 Bad Gateway</title></head></html>',
  },
  json: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"choices":[]}' },
} as const satisfies Record<string, RealAnswer>

/** Error events inside a 200. */
export const EVENTS = {
  queueFull:
    '{"error": {"object": "error", "message": "The request queue is full.", "type": "SERVICE_UNAVAILABLE", "param": null, "code": 503}}',
  oom: '{"error": {"object": "error", "message": "KV cache pool is full. Retract request.", "type": "INTERNAL_SERVER_ERROR", "param": null, "code": 500}}',
  vllmDead:
    '{"error": {"message": "EngineCore encountered an issue. See stack trace (above) for the root cause.", "type": "InternalServerError", "code": 500}}',
  smgCut:
    '{"error":{"message":"Stream error: error decoding response body: unexpected EOF during chunk size line","type":"stream_error"}}',
} as const
