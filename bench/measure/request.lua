-- wrk sends requests about random sessions of a file, prepared in advance so that creating them takes no measured time.
-- Arguments: file of session ids, sessions per request, key, expand ("true" or "false"), seed, bearer token.

local REQUESTS_MAX = 20000
local IDS_IN_REQUESTS = 200000

local requests = {}
local last = 0

function init(args)
  local file, sessions, key, expand, seed, token = args[1], tonumber(args[2]), args[3], args[4], args[5], args[6]
  local ids = {}
  for id in io.lines(file) do ids[#ids + 1] = id end
  math.randomseed(tonumber(seed))
  local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json", ["Authorization"] = "Bearer " .. token }
  for index = 1, math.min(REQUESTS_MAX, math.max(100, math.floor(IDS_IN_REQUESTS / sessions))) do
    local picked = {}
    for place = 1, sessions do picked[place] = ids[math.random(#ids)] end
    local body = '{"key":"' .. key .. '","expand":' .. expand .. ',"session_ids":["' .. table.concat(picked, '","') .. '"]}'
    requests[index] = wrk.format("POST", nil, headers, body)
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
