/**
 * The state machine `inbox` of the core as a script of Redis. The value of an event is its state (`c` for claimed, `h` for
 * handled, `f` for free), its fence, the end of the lease, the time from which it counts as absent, and the token. The value
 * of an object is the time from which it counts as absent, and the newest position.
 *
 * KEYS: the event or the object. ARGV: the operation, the token, the fence, the lease, how long to keep the value, the
 * position, the newest position, and the time for tests, which is empty otherwise.
 *
 * Numbers are written as integers, because Redis would write large ones in scientific notation.
 */
export const SCRIPT = `
local op, token, fence = ARGV[1], ARGV[2], ARGV[3]
local lease, keep = tonumber(ARGV[4]), tonumber(ARGV[5])
local position, newest = tonumber(ARGV[6]), tonumber(ARGV[7])
local now = tonumber(ARGV[8])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local stored = redis.call('GET', KEYS[1]) or ''
local function set(value, forget)
  redis.call('SET', KEYS[1], value, 'PX', string.format('%.0f', math.max(forget - now, 1)))
end

if op == 'newest' or op == 'note' then
  local forget, at = string.match(stored, '^(%S+) (%S+)$')
  if forget and tonumber(forget) <= now then at = nil end
  if op == 'newest' then return at or '' end
  if not at or tonumber(at) <= position then
    set(string.format('%.0f', now + keep) .. ' ' .. ARGV[6], now + keep)
  end
  return '1'
end

local state, last, ends, forget, by = string.match(stored, '^(%a) (%S+) (%S+) (%S+) (.*)$')
if state and tonumber(forget) <= now then state = nil end
local function write(new, number, leaseEnd, until_)
  set(string.format('%s %s %.0f %.0f %s', new, number, leaseEnd, until_, token), until_)
end

if op == 'claim' then
  if state == 'h' then return 'handled' end
  local same = state == 'c' and by == token
  if state == 'c' and not same and now < tonumber(ends) then return 'busy' end
  if not same then
    fence = string.format('%.0f', math.max((state and tonumber(last) or 0) + 1, now))
  else
    fence = last
  end
  if position and newest and position < newest then
    write('h', fence, 0, now + keep)
    return 'outdated'
  end
  write('c', fence, now + lease, now + lease + keep)
  return fence
end

if op == 'complete' and not state then
  write('h', fence, 0, now + keep)
  return '1'
end
if not state or by ~= token then return '0' end
if op == 'abandon' then fence = last end
if last ~= fence then return '0' end
if op == 'complete' and state == 'h' then return '1' end
if state ~= 'c' then return '0' end
if op == 'renew' then write('c', fence, now + lease, now + lease + keep) end
if op == 'complete' then write('h', fence, 0, now + keep) end
if op == 'release' or op == 'abandon' then
  token = ''
  write('f', fence, 0, now + keep)
end
return '1'
`;
