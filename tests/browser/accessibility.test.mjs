// Accessibility: the rules of axe-core in both themes, touch targets, and no horizontal scrolling.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { isComplete } from '../extent.mjs';
import { open } from './playground.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The states of panels in which colors have a meaning. */
const STATES = {
  subscription: [
    async () => {},
    async (playground) => {
      await playground.field('subscription-url').fill('http://10.0.0.1/#x');
      await playground.field('subscription-other-events').fill('user.craeted');
    },
    async (playground) => {
      await playground.field('subscription-send').click();
      await playground.field('subscription-table').waitFor();
      await playground.page.getByRole('button', { name: /^Update hook_/ }).click();
      await playground.page.locator('[data-attribute=url]').getByRole('radio', { name: 'Set' }).check();
      await playground.field('subscription-update-url').fill('https://shop.example/new');
      await playground.field('subscription-send').click();
      await playground.field('subscription-comparison').waitFor();
    },
    async (playground) => {
      await playground.field('subscription-provider').selectOption('awell');
      await playground.field('subscription-settings').waitFor();
    },
  ],
  event: [
    async (playground) => {
      await playground.page.getByText('If your receiver is down').click();
    },
    async (playground) => {
      await playground.field('event-provider').selectOption('well');
      await playground.choose('event', 'svix/v1a');
      await playground.page.getByRole('button', { name: 'Generate a key' }).click();
      await playground.page.getByText('How Svix signs').filter({ visible: true }).click();
      await playground.field('event-body').fill('{"event":"x","data":1}');
      for (const summary of await playground.panel('event').locator('.sources summary').all()) {
        if (await summary.isVisible()) await summary.click();
      }
    },
    async (playground) => {
      await playground.choose('event', 'custom');
      await playground.page.evaluate(() => {
        Storage.prototype.setItem = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      });
      await playground.field('event-body').fill('{}');
      await playground.page.locator('#unsaved p').waitFor();
    },
  ],
  check: [
    async () => {},
    async (playground) => playground.example('generic/signature', 'genuine'),
    async (playground) => playground.example('standard/v1', 'old'),
    async (playground) => playground.example('zoom/v0', 'handshake'),
    async (playground) => {
      await playground.panel('check').getByRole('radio', { name: 'Set time' }).check();
      await playground.field('check-instant').fill('yesterday');
      for (const summary of await playground.panel('check').locator('.sources summary').all()) await summary.click();
    },
    async (playground) => {
      await playground.choose('check', 'custom');
      await playground.field('check-custom').fill('{ "id": "x", "algorithm": "md5" }');
    },
    async (playground) => playground.field('check-scheme').fill('git'),
    async (playground) => {
      await playground.example('well/signature', 'altered');
      await playground.cause('body_changed');
    },
    async (playground) => {
      await playground.example('stripe/v1', 'reserialised');
      await playground.cause('body_reformatted');
      for (const id of ['check-checks', 'check-more']) await playground.field(id).locator('summary').click();
    },
    async (playground) => {
      await playground.field('check-body').fill('[object Object]');
      await playground.cause('body_stringified');
    },
    async (playground) => playground.field('check-secrets').fill(''),
    async (playground) => playground.page.locator('#examples-button').click(),
    async (playground) => {
      await playground.page.keyboard.press('Escape');
      await playground.bodyFormat('File');
    },
    async (playground) => {
      await playground.share('check');
      await playground.field('share-secrets').check();
      await playground.field('share-warning').waitFor();
    },
    async (playground) => {
      await playground.closeShare();
      await playground.follow('#check?1=AA');
    },
  ],
  deliveries: [
    async () => {},
    async (playground) => {
      await playground.field('deliveries-answer').selectOption('503');
      await playground.field('deliveries-disabling').selectOption('failures');
      await playground.field('deliveries-emit').click();
      await playground.field('deliveries-end').click();
      await playground.field('deliveries-emit').click();
      for (const summary of await playground.panel('deliveries').locator('summary').all()) await summary.click();
    },
    async (playground) => {
      await playground.field('deliveries-url').fill('https://shop.example/hook');
      await playground.field('deliveries-data').fill('[]');
    },
  ],
  retries: [
    async () => {},
    async (playground) => {
      await playground.policy('svix-server');
      await playground.panel('retries').getByRole('radio', { name: 'Random' }).check();
      for (const id of ['stripe', 'slack', 'kit']) {
        await playground.field('retries-compare').fill(id);
        await playground.field('retries-compare').press('Enter');
      }
      for (const summary of await playground.panel('retries').locator('summary').all()) {
        if (await summary.isVisible()) await summary.click();
      }
      await playground.panel('retries').getByRole('radio', { name: 'Svix' }).check();
      await playground.field('retries-answer-status').fill('410');
    },
    async (playground) => {
      await playground.page.getByRole('button', { name: 'Customize' }).click();
      await playground.field('retries-custom').fill('{ "id": "x", "schedule": { "kind": "fixed" } }');
      await playground.field('retries-outage-length').fill('a while');
    },
    async (playground) => {
      await playground.policy('kit');
      await playground.panel('retries').getByRole('radio', { name: 'Temporal' }).check();
      await playground.field('retries-has-outage').uncheck();
      for (const summary of await playground.panel('retries').locator('summary').all()) await summary.click();
    },
    async (playground) => playground.field('retries-policy').fill('s'),
  ],
  scale: [
    async (playground) => playground.simulate(),
    async (playground) => {
      for (const summary of await playground.panel('scale').locator('summary').all()) await summary.click();
      await playground.field('scale-chart-0').press('ArrowRight');
    },
    async (playground) => {
      await playground.simulate(() => playground.field('scale-example-limit').click());
      await playground.policy('custom', 'scale');
    },
    async (playground) => playground.field('scale-custom').fill('{'),
    async (playground) => {
      await playground.policy('slack', 'scale');
      await playground.simulate(() => playground.field('scale-example-herd').click());
      await playground.field('scale-events').fill('many');
    },
  ],
};

/** The states of a panel, including the initial one. */
const states = (panel) => STATES[panel] ?? [async () => {}];

/** The rules about colors. The others find the same in both themes. */
const COLORS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };
const RULES = { light: {}, dark: isComplete ? {} : COLORS };

for (const [colorScheme, rules] of Object.entries(RULES)) {
  test(`axe finds no violations in any panel, ${colorScheme}`, async (t) => {
    const playground = await open(t, { context: { colorScheme, bypassCSP: true, reducedMotion: 'reduce' } });
    await playground.page.evaluate(axe);
    for (const panel of await playground.panels()) {
      await playground.openPanel(panel);
      for (const [number, reach] of states(panel).entries()) {
        await reach(playground);
        const { violations } = await playground.page.evaluate((rules) => globalThis.axe.run(rules), rules);
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
        assert.deepEqual(found, [], `${panel}, state ${number}`);
      }
    }
  });
}

const WIDTHS = isComplete ? [320, 360, 390, 768, 1440, 2560] : [320, 768];

test(`the page has no horizontal scrolling at a width of ${WIDTHS.join(', ')} pixels`, async (t) => {
  const sizes = WIDTHS.map((width) => ({ width, height: 800 }));
  const playground = await open(t, { context: { viewport: sizes[0] } });
  for (const panel of await playground.panels()) {
    await playground.openPanel(panel);
    for (const reach of states(panel)) {
      await reach(playground);
      for (const size of [...sizes.slice(1), sizes[0]]) {
        await playground.page.setViewportSize(size);
        const [content, view] = await playground.page.evaluate(async () => {
          // Charts are drawn again in the frame after a change of the width.
          for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
          return [document.documentElement.scrollWidth, document.documentElement.clientWidth];
        });
        assert.equal(view, size.width);
        assert.ok(content <= view, `${panel}: ${content} in ${view}`);
      }
    }
  }
});

test('axe finds no violations in the list of shortcuts', async (t) => {
  const playground = await open(t, { context: { bypassCSP: true, reducedMotion: 'reduce' }, prefetches: true });
  await playground.complete();
  await playground.page.evaluate(axe);
  await playground.page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await playground.page.getByRole('dialog').waitFor();
  const { violations } = await playground.page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(
    violations.map(({ id }) => id),
    [],
  );
});

test('touch targets are large enough on a phone', async (t) => {
  const context = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  // With all style sheets: a panel can be in the document before its own.
  const playground = await open(t, { context, prefetches: true });
  await playground.complete();
  for (const panel of await playground.panels()) {
    await playground.openPanel(panel);
    if (panel === 'check') {
      await playground.example('zoom/v0', 'handshake');
      await playground.field('check-scheme').fill('standard');
    }
    const small = await playground.page.evaluate(() => {
      const controls = document.querySelectorAll(
        'button, select, input[type=text], summary, .segments, .tick, [role=option]',
      );
      return [...controls]
        .map((control) => ({
          name: control.id || control.textContent.trim(),
          ...control.getBoundingClientRect().toJSON(),
        }))
        .filter(({ width, height }) => width > 0 && height < 44)
        .map(({ name, height }) => `${name}: ${height}`);
    });
    assert.deepEqual(small, [], panel);
  }
});

test('verdicts are announced', async (t) => {
  const playground = await open(t);
  for (const panel of await playground.panels()) {
    await playground.openPanel(panel);
    const verdict = playground.page.locator(`#${panel}-verdict`);
    assert.equal(await verdict.getAttribute('role'), 'status');
    assert.equal(await verdict.getAttribute('aria-live'), 'polite');
  }
});
