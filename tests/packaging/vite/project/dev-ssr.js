// Server rendering in development, as in Vite's documentation.
import { createServer } from 'vite';

const vite = await createServer({ server: { middlewareMode: true }, appType: 'custom' });
const { render } = await vite.ssrLoadModule('/server.js');
console.log(JSON.stringify(render()));
await vite.close();
