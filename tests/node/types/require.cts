// Uses from CommonJS.

import hookwright = require('hookwright');

const verdict: hookwright.Verdict = hookwright.verify({ provider: 'well', secrets: 's', body: '', headers: {} });
void verdict.ok;
