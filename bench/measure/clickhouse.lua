-- wrk queries ClickHouse directly over HTTP about random sessions of a file. All requests are prepared in advance.
-- Arguments: file of session ids, sessions per request (0: the same query each time), project, seed, query, settings as a
-- query string.

local REQUESTS_MAX = 20000
local IDS_IN_REQUESTS = 200000

local requests = {}
local last = 0

function init(args)
  local file, sessions, project, seed, query, settings = args[1], tonumber(args[2]), args[3], args[4], args[5], args[6]
  local ids = {}
  for id in io.lines(file) do ids[#ids + 1] = id end
  math.randomseed(tonumber(seed))
  local count = sessions == 0 and 1 or math.min(REQUESTS_MAX, math.max(100, math.floor(IDS_IN_REQUESTS / sessions)))
  for index = 1, count do
    local keys = {}
    for place = 1, sessions do keys[place] = "%28%27" .. project .. "%27%2C%27" .. ids[math.random(#ids)] .. "%27%29" end
    local path = "/?" .. settings .. (sessions == 0 and "" or "&param_keys=%5B" .. table.concat(keys, "%2C") .. "%5D")
    requests[index] = wrk.format("POST", path, nil, query)
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
