/**
 * The page's second script: the embedding views. Colours by segment or feature, turns spaces of three
 * axes. Only in pages that have such a view.
 *
 * Plain text on purpose, like the first. Canvas 2D: no library, and a software renderer is enough for
 * 5,000 points.
 */
export const VIEW_SCRIPT = `
(() => {
  const root = document.documentElement;
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const words = (text) => {
    const b = bytes(text);
    return Float32Array.from({ length: b.length >> 1 }, (_, i) => b[2 * i] | (b[2 * i + 1] << 8));
  };
  const css = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const hue = (s) => (s < 0 ? '--noise' : s < 20 ? '--s' + s : '--other');

  for (const view of document.querySelectorAll('.view')) {
    const data = JSON.parse(view.dataset.view);
    const n = data.points;
    const segments = bytes(data.segments);
    const keys = view.querySelector('.keys');
    const own = [...keys.children];
    const ramp = view.querySelector('.rampline');
    const controls = view.querySelector('.controls');
    const select = controls.querySelector('select');
    const turnButton = controls.querySelector('.turn');
    const resetButton = controls.querySelector('.reset');
    let codes = segments;
    let look = [];
    let only = null;
    let turning = false;

    const chosen = () => (select.value === 'segment' ? null : data.colours[Number(select.value)]);
    const paint = () => {
      const colour = chosen();
      codes = colour === null ? segments : bytes(colour.codes);
      look = [];
      if (colour !== null && colour.levels === undefined) {
        const stops = [0, 1, 2, 3, 4].map((i) => rgb(css('--r' + i)));
        for (let c = 1; c < 256; c++) {
          const at = ((c - 1) / 254) * 4;
          const i = Math.min(3, Math.floor(at));
          const mix = stops[i].map((v, j) => Math.round(v + (stops[i + 1][j] - v) * (at - i)));
          look[c] = 'rgb(' + mix.join(' ') + ')';
        }
        look[0] = css('--noise');
      } else {
        for (let c = 0; c < 256; c++) look[c] = css(hue(c - 1));
        if (colour !== null && colour.other) look[colour.levels.length] = css('--other');
      }
      for (const space of spaces) space.draw();
    };
    const legend = () => {
      const colour = chosen();
      only = null;
      const numbers = colour !== null && colour.levels === undefined;
      ramp.hidden = !numbers;
      keys.hidden = numbers;
      if (numbers) {
        ramp.querySelector('.low').textContent = colour.low;
        ramp.querySelector('.high').textContent = colour.high;
        ramp.querySelector('.missing').hidden = !bytes(colour.codes).includes(0);
        return;
      }
      if (colour === null) {
        keys.replaceChildren(...own);
        for (const item of own) item.firstChild.setAttribute('aria-pressed', 'false');
        return;
      }
      const found = bytes(colour.codes);
      const items = colour.levels.map((level, i) => [i + 1, level, colour.other && i === colour.levels.length - 1 ? '--other' : hue(i)]);
      if (found.includes(0)) items.push([0, 'no value', '--noise']);
      keys.replaceChildren(...items.map(([code, level, name]) => {
        const item = document.createElement('li');
        const patch = document.createElement('span');
        patch.className = 'sw';
        patch.style.setProperty('--c', 'var(' + name + ')');
        const text = document.createElement('bdi');
        text.textContent = level;
        item.append(patch, text);
        pressable(item, code);
        return item;
      }));
    };
    const pressable = (item, code) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-pressed', 'false');
      button.append(...item.childNodes);
      item.append(button);
      button.addEventListener('click', () => {
        only = only === code ? null : code;
        for (const other of keys.querySelectorAll('button')) {
          other.setAttribute('aria-pressed', String(only !== null && other === button));
        }
        for (const space of spaces) space.draw();
      });
    };
    for (const item of own) {
      const id = item.querySelector('.id').textContent;
      pressable(item, id === 'noise' ? 0 : Number(id.slice(1)) + 1);
    }

    const spaces = [...view.querySelectorAll('.space')].map((figure, s) => {
      const { axes, places } = data.spaces[s];
      const deep = axes.length > 2;
      const at = words(places);
      const d = axes.length;
      const middle = [], span = [];
      for (let j = 0; j < d; j++) {
        let low = Infinity, high = -Infinity;
        for (let i = j; i < n * d; i += d) { low = Math.min(low, at[i]); high = Math.max(high, at[i]); }
        middle[j] = (low + high) / 2;
        span[j] = high - low;
      }
      const size = Math.max(...span, 1);
      for (let i = 0; i < n * d; i++) at[i] = (at[i] - middle[i % d]) / size;
      let reach = 0;
      if (deep) {
        // All but the farthest hundredth: a few far points would make all others small.
        const far = Float32Array.from({ length: n }, (_, i) => Math.hypot(at[3 * i], at[3 * i + 1], at[3 * i + 2])).sort();
        reach = far[Math.floor((n - 1) * 0.99)];
      }
      const stage = figure.querySelector('.stage');
      const title = figure.querySelector('b').textContent;
      const canvas = document.createElement('canvas');
      canvas.setAttribute('role', 'img');
      stage.append(canvas);
      const pen = canvas.getContext('2d');
      let turn = data.turn, tilt = data.tilt, zoom = 1;
      const px = new Float32Array(n), py = new Float32Array(n), near = new Float32Array(n);
      const order = Uint32Array.from({ length: n }, (_, i) => i);
      let width = 0, height = 0;

      const project = (x, y, z) => {
        const x1 = x * Math.cos(turn) + z * Math.sin(turn);
        const back = z * Math.cos(turn) - x * Math.sin(turn);
        const y1 = y * Math.cos(tilt) - back * Math.sin(tilt);
        const depth = (y * Math.sin(tilt) + back * Math.cos(tilt)) / (reach || 1);
        const scale = (zoom * 0.48 * Math.min(width * 0.8, height) / (reach || 1)) / (1 - 0.28 * depth);
        return [width / 2 + x1 * scale, height / 2 - y1 * scale, depth];
      };
      const place = () => {
        if (deep) {
          for (let i = 0; i < n; i++) [px[i], py[i], near[i]] = project(at[3 * i], at[3 * i + 1], at[3 * i + 2]);
          order.sort((a, b) => near[a] - near[b]);
          return;
        }
        const room = 14, foot = 22;
        const scale = Math.min((width - 2 * room) / (span[0] / size || 1), (height - foot - 2 * room) / (span[1] / size || 1));
        for (let i = 0; i < n; i++) {
          px[i] = width / 2 + at[2 * i] * scale;
          py[i] = (height - foot) / 2 - at[2 * i + 1] * scale;
        }
      };
      const write = (text, x, y, align, colour, weight) => {
        pen.font = weight + ' 12px ' + getComputedStyle(document.body).fontFamily;
        pen.textAlign = align;
        pen.lineWidth = 3;
        pen.lineJoin = 'round';
        pen.strokeStyle = css('--panel');
        pen.fillStyle = css(colour);
        pen.strokeText(text, x, y);
        pen.fillText(text, x, y);
      };
      const arms = () => {
        pen.lineWidth = 1;
        pen.strokeStyle = css('--muted');
        const base = [-0.5, -0.5, -0.5].map((v, j) => (v * span[j]) / size);
        const from = project(...base);
        axes.forEach((axis, j) => {
          const name = axis.split(' · ')[0];
          const tip = base.map((v, i) => (i === j ? v + 0.35 : v));
          const to = project(...tip);
          pen.globalAlpha = 0.8;
          pen.beginPath();
          pen.moveTo(from[0], from[1]);
          pen.lineTo(to[0], to[1]);
          pen.stroke();
          pen.globalAlpha = 1;
          const half = pen.measureText(name).width / 2 + 4;
          write(name, Math.min(Math.max(to[0], half), width - half), Math.min(Math.max(to[1] + 4, 12), height - 4), 'center', '--muted', 400);
          pen.lineWidth = 1;
          pen.strokeStyle = css('--muted');
        });
      };
      // Each segment's code goes with one of its points, the one nearest to the middle of all of them.
      const middles = [];
      for (let c = 1; c < 255; c++) {
        const own = [];
        for (let i = 0; i < n; i++) if (segments[i] === c) own.push(i);
        if (own.length === 0) continue;
        const mid = Array.from({ length: d }, (_, j) => own.map((i) => at[i * d + j]).sort((a, b) => a - b)[own.length >> 1]);
        const away = (i) => Math.hypot(...mid.map((v, j) => at[i * d + j] - v));
        middles.push([c, own.reduce((best, i) => (away(i) < away(best) ? i : best))]);
      }
      const tags = () => {
        if (codes !== segments) return;
        const taken = [];
        for (const [c, i] of middles) {
          if (only !== null && only !== c) continue;
          const tx = px[i];
          let ty = py[i] + 4;
          while (taken.some(([ox, oy]) => Math.abs(ox - tx) < 26 && Math.abs(oy - ty) < 14)) ty += 14;
          taken.push([tx, ty]);
          write('S' + (c - 1), tx, ty, 'center', '--ink', 650);
        }
      };
      const draw = () => {
        width = stage.clientWidth;
        if (width === 0) return;
        height = Math.round(figure.classList.contains('whole') ? Math.min(560, Math.max(320, width * 0.52)) : width * 0.78);
        const sharp = Math.min(2, devicePixelRatio || 1);
        if (canvas.width !== Math.round(width * sharp) || canvas.height !== Math.round(height * sharp)) {
          canvas.width = Math.round(width * sharp);
          canvas.height = Math.round(height * sharp);
          canvas.style.height = height + 'px';
        }
        pen.setTransform(sharp, 0, 0, sharp, 0, 0);
        pen.clearRect(0, 0, width, height);
        place();
        if (deep) arms();
        const dot = n > 2000 ? 1.9 : n > 400 ? 2.5 : 3.2;
        const alpha = n > 2000 ? 0.62 : 0.75;
        for (let r = 0; r < n; r++) {
          const i = deep ? order[r] : r;
          const c = codes[i];
          const out = only !== null && c !== only;
          const depth = deep ? 0.5 + 0.5 * (near[i] * 0.5 + 0.5) : 1;
          pen.globalAlpha = out ? 0.06 : (c === 0 ? 0.4 : alpha) * depth;
          pen.fillStyle = out ? look[0] : look[c];
          pen.beginPath();
          pen.arc(px[i], py[i], dot * (deep ? 0.55 + 0.6 * depth : 1), 0, 6.2832);
          pen.fill();
        }
        pen.globalAlpha = 1;
        tags();
        if (!deep) {
          write(axes[0] + ' →', 2, height - 5, 'left', '--muted', 400);
          write('↑ ' + axes[1], width - 2, height - 5, 'right', '--muted', 400);
        }
        const by = select.selectedOptions[0].textContent;
        canvas.setAttribute('aria-label', title + ': map of ' + n + ' rows, coloured by ' + by + '.');
      };
      new ResizeObserver(draw).observe(stage);
      const space = {
        draw,
        deep,
        seen: false,
        move(byTurn, byTilt) {
          turn += byTurn;
          tilt = Math.max(-1.5, Math.min(1.5, tilt + byTilt));
          draw();
        },
        reset() { turn = data.turn; tilt = data.tilt; zoom = 1; draw(); },
      };
      if (!deep) return space;

      new IntersectionObserver((entries) => { space.seen = entries[entries.length - 1].isIntersecting; }).observe(canvas);
      stage.tabIndex = 0;
      stage.setAttribute('role', 'group');
      stage.setAttribute('aria-label', title + ', can be turned: arrow keys turn, plus and minus zoom, space starts and stops.');
      stage.addEventListener('keydown', (event) => {
        const step = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }[event.key];
        if (step !== undefined) { setTurning(false); space.move(...step); }
        else if (event.key === '+' || event.key === '=') { zoom = Math.min(6, zoom * 1.15); draw(); }
        else if (event.key === '-') { zoom = Math.max(0.4, zoom / 1.15); draw(); }
        else if (event.key === ' ') setTurning(!turning);
        else return;
        event.preventDefault();
      });
      let last = null;
      canvas.addEventListener('pointerdown', (event) => {
        last = [event.clientX, event.clientY];
        setTurning(false);
        try { canvas.setPointerCapture(event.pointerId); } catch { /* A pointer that is gone. */ }
      });
      canvas.addEventListener('pointermove', (event) => {
        if (last === null) return;
        space.move((event.clientX - last[0]) * 0.008, (event.clientY - last[1]) * 0.008);
        last = [event.clientX, event.clientY];
      });
      for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => { last = null; });
      return space;
    });

    let then = 0;
    const frame = (now) => {
      if (!turning) return;
      const passed = Math.min(100, now - then);
      then = now;
      for (const space of spaces) if (space.deep && space.seen) space.move(passed * 0.0003, 0);
      requestAnimationFrame(frame);
    };
    const setTurning = (on) => {
      if (turning === on) return;
      turning = on;
      turnButton.textContent = on ? 'Pause' : 'Turn';
      if (on) { then = performance.now(); requestAnimationFrame(frame); }
    };
    select.addEventListener('change', () => { legend(); paint(); });
    if (turnButton !== null) {
      turnButton.addEventListener('click', () => setTurning(!turning));
      resetButton.addEventListener('click', () => { setTurning(false); for (const space of spaces) space.reset(); });
      calm.addEventListener('change', () => { if (calm.matches) setTurning(false); });
    }
    const tabs = view.querySelector('.tabs');
    if (tabs !== null) {
      const all = [...view.querySelectorAll('.space')];
      const name = 'map ' + [...document.querySelectorAll('.view')].indexOf(view);
      const show = (tab) => {
        for (const figure of all) figure.classList.toggle('off', figure.dataset.tab !== tab);
        const deep = all.some((figure) => figure.dataset.tab === tab && figure.classList.contains('deep'));
        if (turnButton !== null) turnButton.hidden = resetButton.hidden = !deep;
      };
      for (const radio of tabs.querySelectorAll('input')) {
        radio.name = name;
        radio.addEventListener('change', () => show(radio.value));
      }
      const first = tabs.querySelector('input');
      first.checked = true;
      show(first.value);
    }
    view.classList.add('live');
    controls.hidden = false;
    paint();
    new MutationObserver(paint).observe(root, { attributes: true, attributeFilter: ['data-theme'] });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
    if (turnButton !== null && !calm.matches) setTurning(true);
  }
})();
`;
