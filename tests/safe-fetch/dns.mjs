// A DNS server on loopback (RFC 1035, UDP) whose answers a test chooses, and a `lookup` that asks it.

import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { isIPv4 } from 'node:net';

const TYPES = { A: 1, CNAME: 5, AAAA: 28 };
const NAME_ERROR = 3;

/**
 * Starts a server. `answer(name, type, count)` returns the records of an answer as `[name, type, value]`, or undefined if the
 * name does not exist; `count` is how often this name and type has been asked for, counted from 1.
 */
export async function startDns(context, answer) {
  const counts = new Map();
  const questions = [];
  const socket = createSocket('udp4', (message, peer) => {
    const { name, type, end } = question(message);
    const key = `${name} ${type}`;
    questions.push(key);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const records = answer(name, type, counts.get(key));
    const header = Buffer.from(message.subarray(0, 12));
    header.writeUInt16BE(0x8180 | (records === undefined ? NAME_ERROR : 0), 2);
    header.writeUInt16BE(records?.length ?? 0, 6);
    header.writeUInt32BE(0, 8);
    const parts = [header, message.subarray(12, end), ...(records ?? []).map(encodeRecord)];
    socket.send(Buffer.concat(parts), peer.port, peer.address);
  });
  await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve));
  context.after(() => socket.close());
  const lookup = async (hostname) => {
    // After its first answers, a resolver waits for 250 ms only. A new one waits for its time limit.
    const resolver = new Resolver({ tries: 1, timeout: 60_000 });
    resolver.setServers([`127.0.0.1:${socket.address().port}`]);
    const settled = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const found = settled.flatMap(({ value = [] }) => value);
    if (found.length === 0) throw settled[0].reason;
    return found;
  };
  return { lookup, questions };
}

/** The first question of a message, and where it ends. */
function question(message) {
  const labels = [];
  let at = 12;
  while (message[at] !== 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + message[at]));
    at += message[at] + 1;
  }
  const number = message.readUInt16BE(at + 1);
  const type = Object.keys(TYPES).find((each) => TYPES[each] === number);
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 };
}

function encodeRecord([name, type, value]) {
  const data = type === 'CNAME' ? encodeName(value) : encodeAddress(value);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(TYPES[type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([encodeName(name), fixed, data]);
}

function encodeName(name) {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)]),
    Buffer.from([0]),
  ]);
}

function encodeAddress(text) {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number));
  const [before, after] = text.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const groups =
    after === undefined ? before : [...before, ...new Array(8 - before.length - after.length).fill('0'), ...after];
  return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
