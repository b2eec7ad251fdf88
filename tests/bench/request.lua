-- One fixed request, sent again and again. Run as
--   BENCH_REQUEST=file.json [BENCH_CHECK=1] wrk ... -s request.lua URL
-- where the file holds header lines ("Name: value"), an empty line and the body.
-- Prints one line of JSON with what was measured. With BENCH_CHECK every response must hold
-- BENCH_EXPECT; that costs time, so it is for the warm-up.
local function readRequest(path)
  local headers, file = {}, assert(io.open(path, "rb"))
  for line in file:lines() do
    if line == "" then break end
    local name, value = line:match("^([^:]+): (.*)$")
    headers[name] = value
  end
  local body = file:read("*a")
  file:close()
  return headers, body
end

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

local fixed

function init()
  local headers, body = readRequest(os.getenv("BENCH_REQUEST"))
  fixed = wrk.format("POST", nil, headers, body)
  wrong = 0
end

function request()
  return fixed
end

if os.getenv("BENCH_CHECK") then
  local expected = os.getenv("BENCH_EXPECT")
  function response(status, _, body)
    if status ~= 200 or not body:find(expected, 1, true) then wrong = wrong + 1 end
  end
end

function done(summary, latency)
  local wrong_total = 0
  for _, thread in ipairs(threads) do wrong_total = wrong_total + thread:get("wrong") end
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%.6f,"bytes":%d,"not_2xx":%d,"socket_errors":%d,"wrong":%d,' ..
    '"p50_us":%.0f,"p99_us":%.0f,"max_us":%.0f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, errors.status, failed, wrong_total,
    latency:percentile(50), latency:percentile(99), latency.max))
end
