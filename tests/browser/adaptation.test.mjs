// Settings of the user's system and browser that axe does not cover: forced colors, zoom, writing direction, reduced motion, and the
// contrast of charts. Also that a focused element is not hidden by what is fixed to the edge of the window.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

test('states remain visible with forced colors', async (t) => {
  const playground = await open(t, { context: { forcedColors: 'active' } });
  await playground.cause('body_reformatted');
  const differs = (id, [one, other], properties) =>
    playground.page.evaluate(
      ([id, one, other, properties]) => {
        const panel = document.getElementById(id);
        const styles = [one, other].map((selector) => getComputedStyle(panel.querySelector(selector)));
        return properties.some((name) => styles[0][name] !== styles[1][name]);
      },
      [id, one, other, properties],
    );
  const marks = ['backgroundColor', 'color', 'borderTopColor', 'outlineStyle', 'outlineColor'];
  const segment = (state) => `.segments label:${state} span`;
  assert.ok(
    await differs('panel-check', [segment('has(:checked)'), segment('not(:has(:checked))')], marks),
    'segments',
  );
  assert.ok(
    await playground.page.evaluate(() => {
      const [open, other] = ['[aria-selected=true]', '[aria-selected=false]'].map((state) => {
        const tab = document.querySelector(`[role=tab]${state}`);
        return ['', '::after', '::before'].map((part) => {
          const { color, backgroundColor, borderBottomColor, borderBottomStyle } = getComputedStyle(tab, part || null);
          return [color, backgroundColor, borderBottomColor, borderBottomStyle].join();
        });
      });
      return open.join() !== other.join();
    }),
    'tabs',
  );
  const icons = await playground.page.evaluate(() =>
    [...document.querySelectorAll('#panel-check .icon')]
      .filter((icon) => icon.getBoundingClientRect().width > 0)
      .map((icon) => {
        let ground = icon.parentElement;
        while (/, 0\)$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
        return [getComputedStyle(icon).backgroundColor, getComputedStyle(ground).backgroundColor];
      }),
  );
  assert.ok(icons.length > 0);
  for (const [icon, ground] of icons) assert.notEqual(icon, ground, 'an icon has the color of its ground');
  await playground.assertQuiet();
});

for (const [width, height] of [
  [1280, 720],
  [360, 640],
]) {
  test(`the focused element is not covered at ${width} × ${height}`, async (t) => {
    const playground = await open(t, { context: { viewport: { width, height }, reducedMotion: 'reduce' } });
    await playground.cause('body_reformatted');
    for (const panel of await playground.panels()) {
      await playground.openPanel(panel);
      await playground.page.locator('footer .clear').focus();
      let isInPanel = false;
      let stops = 0;
      // The footer comes first, and the header last.
      for (let key = 0; key < 300 && (isInPanel || stops === 0); key += 1) {
        await playground.page.keyboard.press('Shift+Tab');
        const found = await playground.page.evaluate(() => {
          const element = document.activeElement;
          const { left, top, width, height } = element.getBoundingClientRect();
          const covered = ['.top', '.answer']
            .flatMap((selector) => [...document.querySelectorAll(selector)])
            .filter((edge) => !edge.contains(element) && getComputedStyle(edge).position === 'sticky')
            .map((edge) => edge.getBoundingClientRect())
            .filter((edge) => edge.height > 0 && top < edge.bottom && top + height > edge.top)
            .filter((edge) => left < edge.right && left + width > edge.left);
          // A tall field may reach below an edge, but its beginning must be visible.
          const isHidden = covered.some(
            (edge) => top >= edge.top && Math.min(top + height, innerHeight) - edge.bottom < 4,
          );
          return {
            isHidden,
            isInPanel: Boolean(element.closest('[role=tabpanel]')),
            name: element.id || element.textContent.slice(0, 40),
          };
        });
        isInPanel = found.isInPanel;
        if (isInPanel) stops += 1;
        assert.ok(!isInPanel || !found.isHidden, `${panel}: ${found.name} is covered`);
      }
      assert.ok(!isInPanel && stops > 3, `${panel}: ${stops} stops, and the focus does not leave the panel`);
    }
  });
}

test('the page fits at 200 % zoom and with the writing direction of Arabic', async (t) => {
  const playground = await open(t, { context: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 } });
  for (const direction of ['ltr', 'rtl']) {
    await playground.page.evaluate((direction) => {
      document.documentElement.dir = direction;
    }, direction);
    for (const panel of await playground.panels()) {
      await playground.openPanel(panel);
      const { content, view, others } = await playground.page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        view: document.documentElement.clientWidth,
        others: [...document.querySelectorAll('[role=tabpanel]:not([hidden]) :is(pre, svg, textarea.mono)')]
          .filter((element) => getComputedStyle(element).direction !== 'ltr')
          .map((element) => element.outerHTML.slice(0, 80)),
      }));
      assert.ok(content <= view, `${panel}, ${direction}: ${content} in ${view}`);
      assert.deepEqual(others, [], `${panel}: code and charts run from left to right`);
    }
  }
  await playground.assertQuiet();
});

test('nothing moves for users who prefer reduced motion', async (t) => {
  const playground = await open(t, { context: { reducedMotion: 'reduce' } });
  for (const panel of await playground.panels()) {
    await playground.openPanel(panel);
    const moving = await playground.page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .map((element) => [element, getComputedStyle(element)])
        .filter(([, style]) =>
          [style.transitionDuration, style.animationDuration].some((times) => /(^|[\s,])(?!0s)[\d.]+m?s/.test(times)),
        )
        .map(([element]) => element.outerHTML.slice(0, 80)),
    );
    assert.deepEqual(moving, [], panel);
  }
});

/** Charts, with an element that exists once they are drawn, and their marks. */
const CHARTS = [
  ['#retries?policy=svix&lasts=30+min', '#retries-timeline', '.mark.fails', '.mark:not(.tickmark)'],
  ['#scale', '#panel-scale', '.chart .delivered', '.chart :is(.delivered, .failed, path.first-run, path.second-run)'],
];

for (const colorScheme of ['light', 'dark']) {
  test(`the marks of charts have a contrast of at least 3 to 1, ${colorScheme}`, async (t) => {
    const playground = await open(t, { context: { colorScheme } });
    for (const [hash, place, drawn, marks] of CHARTS) {
      await playground.page.goto('about:blank');
      await playground.visit(hash);
      await playground.page.locator(`${place} ${drawn}`).first().waitFor({ state: 'attached' });
      // Its first drawings have fewer marks.
      if (hash === '#scale') await playground.simulate();
      const ratios = await playground.page.evaluate(contrasts, [place, marks]);
      assert.ok(ratios.length > 3, place);
      for (const [name, ratio] of ratios) assert.ok(ratio >= 3, `${place} ${name}: ${ratio.toFixed(2)}`);
    }
  });
}

/** The contrast of each mark of a chart with what is behind the chart. */
function contrasts([place, marks]) {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const luminance = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  return [...document.querySelectorAll(`${place} :is(${marks})`)].map((mark) => {
    let ground = mark;
    while (/, 0\)$/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
    const back = luminance(getComputedStyle(ground).backgroundColor);
    const drawn = [mark, ...mark.querySelectorAll('*')].flatMap((element) => {
      const { fill, stroke, backgroundColor } = getComputedStyle(element);
      return [fill, stroke, backgroundColor].filter(
        (color) => /^(rgb|oklch|color)/.test(color) && !/, 0\)$/.test(color),
      );
    });
    const best = Math.max(
      ...drawn.map((color) => {
        const [low, high] = [luminance(color), back].toSorted((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
      }),
    );
    return [mark.getAttribute('class'), best];
  });
}

test('wide screens have three columns, and narrow ones keep the verdict in view', async (t) => {
  const playground = await open(t, { context: { viewport: { width: 1920, height: 1080 } } });
  const { page } = playground;
  await playground.cause('body_reformatted');
  const columns = () =>
    page.evaluate(() => {
      const boxes = [...document.querySelectorAll('#panel-check :is(.inputs, .card)')].filter((box) =>
        box.checkVisibility(),
      );
      return new Set(boxes.map((box) => Math.round(box.getBoundingClientRect().left))).size;
    });
  assert.equal(await columns(), 3);
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.equal(await columns(), 2);
  await page.setViewportSize({ width: 390, height: 800 });
  assert.equal(await columns(), 1);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const top = await playground.field('check-verdict').evaluate((verdict) => verdict.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 100, `the verdict is at ${top} px`);
  await playground.assertQuiet();
});

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
]) {
  test(`fields do not move when a verdict gets its cause, at ${width} × ${height}`, async (t) => {
    const playground = await open(t, { context: { viewport: { width, height } } });
    const { page } = playground;
    await playground.cause('body_reformatted');
    await page.evaluate(() => {
      globalThis.seen = { tops: new Set(), headlines: new Set() };
      // The cause may arrive before a frame with the verdict is drawn.
      const look = () => {
        seen.headlines.add(document.querySelector('#check-verdict .detail').textContent);
        seen.tops.add(document.getElementById('check-body').getBoundingClientRect().top + scrollY);
      };
      look();
      const changes = { subtree: true, childList: true, characterData: true, attributes: true };
      new MutationObserver(look).observe(document.getElementById('panel-check'), changes);
    });
    await playground.field('check-body').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('x');
    await playground.cause('secret_placeholder');
    // The cause of the example, the verdict without a cause, and the other cause.
    await page.waitForFunction(() => seen.headlines.size > 2);
    const { tops, headlines } = await page.evaluate(() => ({ tops: [...seen.tops], headlines: [...seen.headlines] }));
    assert.match(headlines[1], /does not match/);
    assert.ok(Math.max(...tops) - Math.min(...tops) < 1, `the body was at ${tops} px`);
    await playground.assertQuiet();
  });
}

test('narrow screens show the attempts without the column of waits', async (t) => {
  const playground = await open(t, {
    hash: '#retries?policy=svix&lasts=30+min',
    context: { viewport: { width: 360, height: 800 } },
  });
  const waits = playground.page.locator('#retries-attempts .plan th:nth-child(2)');
  await waits.waitFor({ state: 'attached' });
  assert.equal(await waits.isVisible(), false);
  await playground.page.setViewportSize({ width: 1280, height: 800 });
  assert.equal(await waits.innerText(), 'Wait');
  await playground.assertQuiet();
});
