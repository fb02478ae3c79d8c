// The worker that simulates retries. The module of the page does this if it runs without a window.

import init from './page.js';

// The page reports it like a script that does not load.
init().catch((error) => reportError(error));
