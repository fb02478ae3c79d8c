// The values that BullMQ stores, read from the Redis commands of its scripts.

import { watchRedis } from './redis.mjs';

/**
 * Starts to watch a queue.
 *
 * @param never texts that must not appear in commands; calls `fail` if one does
 */
export async function watchQueue(context, connection, queue, { never = [], onEnd = () => {}, fail }) {
  /** The delays of each job in milliseconds, in order: that of the first attempt, if any, and those of later ones. */
  const delays = new Map();
  const ended = { completed: new Set(), failed: new Set() };
  const key = `bull:${queue}:`;
  const setDelay = ` lua] "HSET" "${key}`;
  // The time, the job, the token of its lock, and the delay.
  const moveToDelayed = /"(\d+)" "([^"]+)" "[^"]+:\d+" "(\d+)" "0" "/;
  /** The due time of each job that is being moved, according to its worker. */
  const due = new Map();
  await watchRedis(context, connection, (line) => {
    for (const text of never) if (line.includes(text)) fail(new Error(`in Redis: ${text}`));
    if (line.includes(setDelay)) {
      const [, jobId, delay] = /"HSET" "[^:]*:[^:]*:([^"]*)" "delay" "(\d+)"/.exec(line) ?? [];
      // BullMQ sets the delay to 0 at the start of each attempt. The policies of these tests have no delay of 0 after
      // an attempt.
      if (delay === undefined || delay === '0') return;
      if (!delays.has(jobId)) delays.set(jobId, []);
      delays.get(jobId).push(Number(delay));
    } else if (line.includes(' lua] "ZADD"')) {
      const [, set, score, jobId] = /"ZADD" "[^:]*:[^:]*:(\w+)" "(\d+)" "([^"]*)"/.exec(line) ?? [];
      if (set === 'completed' || set === 'failed') {
        ended[set].add(jobId);
        onEnd(ended);
      } else if (set === 'delayed' && due.has(jobId)) {
        // The score contains the time, and in its low bits a counter for jobs with the same time.
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
