const path = require('node:path');

module.exports = {
  mode: 'production',
  target: 'node',
  entry: { import: './server.mjs', require: './server.cjs' },
  output: { filename: '[name].js', path: path.resolve(__dirname, 'dist') },
};
