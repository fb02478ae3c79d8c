// Lets a program that listens on port 3000 listen on a free port, and print it: `node --import …/free-port.mjs server.mjs`.

import { Server } from 'node:net';

const { listen } = Server.prototype;

Server.prototype.listen = function (first, ...rest) {
  this.once('listening', () => console.log(`listening on port ${this.address().port}`));
  if (first === 3000) return listen.call(this, 0, ...rest);
  if (first?.port === 3000) return listen.call(this, { ...first, port: 0 }, ...rest);
  return listen.call(this, first, ...rest);
};
