export { listen } from '../../listener.js';
