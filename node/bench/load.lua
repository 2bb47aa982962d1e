-- wrk script: puts or gets of user-1, user-2, … in turn, at this project's router (kv) or at etcd:
--
--   wrk … -s load.lua URL -- (kv|etcd) (put|get) KEYS RUN
--
-- A put's body has 1024 bytes: a line of 24 that names the key, the run and the number of the
-- request, so that no two are alike, and 1000 random ones.
local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function base64(text)
  return (text:gsub("..?.?", function(group)
    local a, b, c = group:byte(1, 3)
    local bits = a * 65536 + (b or 0) * 256 + (c or 0)
    local digits = ""
    for shift = 18, 18 - 6 * #group, -6 do
      local digit = math.floor(bits / 2 ^ shift) % 64 + 1
      digits = digits .. alphabet:sub(digit, digit)
    end
    return digits .. ("="):rep(3 - #group)
  end))
end

local function random(length)
  local file = assert(io.open("/dev/urandom", "rb"))
  local bytes = file:read(length)
  file:close()
  return bytes
end

local rest = random(1000)
local rest64 = base64(rest)  -- 24 bytes end where a group of base64 does, so the two can be joined

local stores = {
  kv = {
    get = function(key) return wrk.format("GET", "/kv?key=" .. key) end,
    put = function(key, mark) return wrk.format("PUT", "/kv?key=" .. key, nil, mark .. rest) end,
  },
  etcd = {
    get = function(key)
      return wrk.format("POST", "/v3/kv/range", nil, '{"key":"' .. base64(key) .. '"}')
    end,
    put = function(key, mark)
      return wrk.format("POST", "/v3/kv/put", nil,
        '{"key":"' .. base64(key) .. '","value":"' .. base64(mark) .. rest64 .. '"}')
    end,
  },
}

function init(args)
  local store, keys, run, n = stores[args[1]], tonumber(args[3]), args[4], 0
  if args[2] == "put" then
    function request()
      n = n + 1
      local key = "user-" .. (n - 1) % keys + 1
      return store.put(key, string.format("%-23s\n", key .. " " .. run .. " " .. n))
    end
  else
    -- Formatted once, before the clock starts: the next one is a table look-up and no more.
    local requests = {}
    for i = 1, keys do requests[i] = store.get("user-" .. i) end
    function request()
      n = n % keys + 1
      return requests[n]
    end
  end
end

-- One line for ./run: requests, seconds, bytes received, p99 in ms, failures, and the share of
-- one core that wrk itself used.
function done(summary, latency)
  local e, seconds = summary.errors, summary.duration / 1e6
  print(string.format("RESULT %d %.3f %.0f %.3f %d %.2f", summary.requests, seconds, summary.bytes,
    latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.timeout + e.status, os.clock() / seconds))
end
