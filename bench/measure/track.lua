-- wrk sends what pages send: visits of random visitors, each with a new id. Everything else is prepared in advance.
-- Arguments: site key, visitors, events per request, seed, milliseconds that each connection rests before a request
-- (0: none).

local heads, tails = {}, {}
local events, next_id, rest_ms
local EVENT_HEAD = '{"id":"'

function init(args)
  local site, visitors, seed = args[1], tonumber(args[2]), tonumber(args[4])
  events = tonumber(args[3])
  rest_ms = tonumber(args[5])
  math.randomseed(seed)
  next_id = seed * 1e9
  for page = 1, 50 do
    tails[page] = string.format('","type":"visit","age":250,"url":"https://shop.example/products/%02d?ref=list","title":"Product %02d, a good one"}', page, page)
  end
  local open = '{"site":"' .. site .. '","events":['
  local bytes = #open + events * (#EVENT_HEAD + 15 + #tails[1]) + (events - 1) + 2
  for visitor = 1, visitors do
    local address = string.format("10.%d.%d.%d", math.random(0, 255), math.random(0, 255), math.random(1, 254))
    heads[visitor] = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Forwarded-For: " .. address
      .. "\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\nAccept-Language: nl,en;q=0.8\r\nContent-Length: "
      .. bytes .. "\r\n\r\n" .. open
  end
end

function request()
  local parts = { heads[math.random(#heads)] }
  for event = 1, events do
    next_id = next_id + 1
    parts[#parts + 1] = (event > 1 and "," or "") .. EVENT_HEAD .. string.format("%015.0f", next_id) .. tails[math.random(50)]
  end
  parts[#parts + 1] = "]}"
  return table.concat(parts)
end

function delay()
  return rest_ms
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
