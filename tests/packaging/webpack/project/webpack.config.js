const path = require('node:path');

module.exports = {
  mode: 'production',
  entry: './page.js',
  output: { filename: 'main.js', path: path.resolve(__dirname, 'public') },
};
