// What BullMQ stores, read off the commands that its scripts give to Redis.

import { watchRedis } from './redis.mjs';

/**
 * Watches a queue from now on.
 *
 * @param never texts that must not get into Redis: throws as soon as one does
 */
export async function watchQueue(context, connection, queue, { never = [], onEnd = () => {}, fail }) {
  /** The delays of each job, in milliseconds, in order: of the first attempt, if it has one, and of those after it. */
  const delays = new Map();
  const ended = { completed: new Set(), failed: new Set() };
  const key = `bull:${queue}:`;
  const setDelay = ` lua] "HSET" "${key}`;
  // The instant, the job, the token of its lock, and the delay.
  const moveToDelayed = /"(\d+)" "([^"]+)" "[^"]+:\d+" "(\d+)" "0" "/;
  /** When each job that is being moved is due, as its worker said. */
  const due = new Map();
  await watchRedis(context, connection, (line) => {
    for (const text of never) if (line.includes(text)) fail(new Error(`in Redis: ${text}`));
    if (line.includes(setDelay)) {
      const [, jobId, delay] = /"HSET" "[^:]*:[^:]*:([^"]*)" "delay" "(\d+)"/.exec(line) ?? [];
      // At each start of an attempt it is put back to 0. The policies here have no such wait after an attempt.
      if (delay === undefined || delay === '0') return;
      if (!delays.has(jobId)) delays.set(jobId, []);
      delays.get(jobId).push(Number(delay));
    } else if (line.includes(' lua] "ZADD"')) {
      const [, set, score, jobId] = /"ZADD" "[^:]*:[^:]*:(\w+)" "(\d+)" "([^"]*)"/.exec(line) ?? [];
      if (set === 'completed' || set === 'failed') {
        ended[set].add(jobId);
        onEnd(ended);
      } else if (set === 'delayed' && due.has(jobId)) {
        // The score holds the instant, and below it what keeps jobs of one instant in order.
        const scored = Math.floor(Number(score) / 4096);
        if (scored !== due.get(jobId))
          fail(new Error(`${jobId} is due at ${due.get(jobId)}, and stored for ${scored}`));
        due.delete(jobId);
      }
    } else if (line.includes('"evalsha"')) {
      const [, nowMs, jobId, delay] = moveToDelayed.exec(line) ?? [];
      if (jobId !== undefined) due.set(jobId, Number(nowMs) + Number(delay));
    }
  });
  return { delays, ended };
}
