-- wrk script: GET /route?key=K for 10 000 different keys.
-- The requests are formatted once, before the clock starts, so that picking the
-- next one costs wrk a table look-up and no more.
local requests, next = {}, 0

function init()
  for i = 1, 10000 do
    requests[i] = wrk.format("GET", "/route?key=user-" .. i)
  end
end

function request()
  next = next % #requests + 1
  return requests[next]
end

-- One line for ./run: requests, seconds, p50 and p99 in ms, failures, and the
-- share of one core that wrk itself used.
function done(summary, latency)
  local e, seconds = summary.errors, summary.duration / 1e6
  print(string.format("RESULT %d %.3f %.3f %.3f %d %.2f", summary.requests, seconds,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.timeout + e.status, os.clock() / seconds))
end
