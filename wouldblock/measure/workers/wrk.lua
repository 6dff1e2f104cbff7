-- What wrk sends, and what it reports: one line of JSON.
-- An echo server sends back what it gets. So the request is a whole HTTP answer, and wrk counts it as one.
local close = os.getenv("WOULDBLOCK_CLOSE") == "1" and "Connection: close\r\n" or ""
local answer = "HTTP/1.1 200 OK\r\n" .. close .. "Content-Length: 2\r\n\r\nok"
local ordinary = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" .. close .. "\r\n"
local echo, first = os.getenv("WOULDBLOCK_ECHO") == "1", true

function request()
   if not echo or first then -- the first one is never sent: wrk looks whether it is a request
      first = false
      return ordinary
   end
   return answer
end

function done(summary, latency, _)
   local errors = summary.errors
   io.write(string.format(
      '{"answers": %d, "microseconds": %d, "slowest_1_percent": %d, "errors": %d}\n',
      summary.requests, summary.duration, latency:percentile(99),
      errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
